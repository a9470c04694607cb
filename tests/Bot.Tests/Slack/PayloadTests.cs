using System.Diagnostics;
using System.Text;
using System.Text.Json;
using ChatBot.TestKit;
using ChatBot.TestKit.Slack;

namespace ChatBot.Bot.Tests.Slack;

public sealed class PayloadTests
{
    /// <summary>A folder with a <c>node_modules</c> that holds @slack/types and typescript 5.</summary>
    private const string Node = "CHATBOT_TEST_NODE";

    [Fact]
    public void Whatever_the_content_every_payload_keeps_within_the_limits_and_pings_nobody()
    {
        var checked_ = 0;
        foreach (var content in ExtremeText.All(mixtures: 120))
        {
            foreach (var message in Payloads.Messages(content))
                Check(BlockLimits.OfMessage(message), content);
            foreach (var view in Payloads.Modals(content).Concat(Payloads.Homes(content)))
                Check(BlockLimits.OfView(view), content);
            checked_++;
        }
        Assert.True(checked_ > 150);
    }

    [Fact]
    public void The_validator_itself_finds_what_Slack_would_refuse()
    {
        Assert.NotEmpty(BlockLimits.OfMessage(Json("""{"text":"<!channel> look"}""")));
        Assert.NotEmpty(
            BlockLimits.OfMessage(
                Json("""{"text":"a","blocks":[{"type":"section","text":{"type":"mrkdwn","text":"hi <@U1>","verbatim":true}}]}""")
            )
        );
        Assert.NotEmpty(BlockLimits.OfMessage(Json("""{"text":"a","blocks":[{"type":"section","text":{"type":"mrkdwn","text":"hi"}}]}""")));
        Assert.NotEmpty(
            BlockLimits.OfMessage(
                Json($$$"""{"text":"a","blocks":[{"type":"header","text":{"type":"plain_text","text":"{{{new string('x', 151)}}}"}}]}""")
            )
        );
        Assert.NotEmpty(
            BlockLimits.OfMessage(Json("""{"text":"a","blocks":[{"type":"divider","block_id":"x"},{"type":"divider","block_id":"x"}]}"""))
        );
        Assert.NotEmpty(
            BlockLimits.OfMessage(
                Json(
                    """{"text":"a","blocks":[{"type":"actions","elements":[{"type":"feedback_buttons","action_id":"f"}]}]}""".Replace(
                        "\"f\"}",
                        "\"f\",\"positive_button\":{\"text\":{\"type\":\"plain_text\",\"text\":\"a\"},\"value\":\"1\"},"
                            + "\"negative_button\":{\"text\":{\"type\":\"plain_text\",\"text\":\"a\"},\"value\":\"1\"}}"
                    )
                )
            )
        );
        Assert.NotEmpty(
            BlockLimits.OfView(
                Json(
                    """
                    {"type":"modal","title":{"type":"plain_text","text":"A title that is too long for it"},
                     "blocks":[{"type":"divider"}]}
                    """
                )
            )
        );
    }

    [CounterpartFact(Node)]
    public async Task Every_payload_type_checks_against_Slacks_own_types()
    {
        var folder = Directory.CreateTempSubdirectory("chatbot-slack-types-").FullName;
        try
        {
            Directory.CreateSymbolicLink(Path.Combine(folder, "node_modules"), Path.Combine(Counterpart.Of(Node), "node_modules"));
            Assert.Equal(
                "",
                await CompileAsync(
                    folder,
                    Program(ExtremeText.All(mixtures: 3).Where(content => content.Length < 5000).Append(new string('&', 6000)))
                )
            );
            // And the check is one: a field that Slack does not know is found.
            Assert.Contains("error TS", await CompileAsync(folder, Program(["ok"]).Replace("\"emoji\":false", "\"emojis\":false")));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>
    /// Literals, so that the compiler also refuses unknown fields; blocks as the known ones, not as "anything with a type".
    /// </summary>
    private static string Program(IEnumerable<string> contents)
    {
        var all = contents.ToList();
        var program = new StringBuilder(
            """
            import type { KnownBlock, ModalView, HomeView, MessageMetadata } from '@slack/types';
            type Message = { text: string; blocks?: KnownBlock[]; metadata?: MessageMetadata };
            type Modal = Omit<ModalView, 'blocks'> & { blocks: KnownBlock[] };
            type Home = Omit<HomeView, 'blocks'> & { blocks: KnownBlock[] };

            """
        );
        Append("Message", all.SelectMany(Payloads.Messages));
        Append("Modal", all.SelectMany(Payloads.Modals));
        Append("Home", all.SelectMany(Payloads.Homes));
        return program.ToString();

        void Append(string type, IEnumerable<JsonElement> payloads)
        {
            var number = 0;
            foreach (var payload in payloads.Select(payload => payload.GetRawText()).Distinct())
                program.Append($"export const {type}{number++}: {type} = {payload};\n");
        }
    }

    private static async Task<string> CompileAsync(string folder, string program)
    {
        await File.WriteAllTextAsync(Path.Combine(folder, "payloads.ts"), program);
        using var compiler = Process.Start(
            new ProcessStartInfo(
                "node",
                [
                    Path.Combine("node_modules", "typescript", "lib", "tsc.js"),
                    "--noEmit",
                    "--strict",
                    "--skipLibCheck",
                    "--target",
                    "es2022",
                    "--module",
                    "esnext",
                    "--moduleResolution",
                    "bundler",
                    "payloads.ts",
                ]
            )
            {
                WorkingDirectory = folder,
                RedirectStandardOutput = true,
            }
        )!;
        var output = await compiler.StandardOutput.ReadToEndAsync();
        await compiler.WaitForExitAsync();
        Assert.True(compiler.ExitCode == 0 || output.Length > 0, "the compiler did not run");
        return output.Length > 3000 ? output[..3000] : output;
    }

    private static void Check(IReadOnlyList<string> faults, string content) =>
        Assert.True(faults.Count == 0, $"{string.Join("; ", faults.Take(3))} in content {content[..Math.Min(content.Length, 200)]}");

    private static JsonElement Json(string json) => JsonSerializer.Deserialize<JsonElement>(json);
}
