using System.Buffers.Binary;
using System.IO.Compression;
using System.Text.Json;
using ChatBot.Bot.Channels.Teams.Packaging;
using ChatBot.Bot.Commands;
using ChatBot.TestKit;
using ChatBot.TestKit.Teams;

namespace ChatBot.Bot.Tests.Teams;

public sealed class PackageTests
{
    [Fact]
    public async Task The_command_makes_a_package_of_manifest_and_icons()
    {
        var file = Path.Combine(Path.GetTempPath(), $"chatbot-{Guid.NewGuid():N}.zip");
        Assert.Equal(
            CommandLine.Done,
            await CommandLine.RunAsync(
                [
                    "manifest",
                    "teams",
                    "--app-id",
                    TeamsApp.AppId,
                    "--company",
                    "Acme \"Data\"",
                    "--url",
                    "https://bot.example.com/about",
                    "--out",
                    file,
                ],
                TextWriter.Null,
                TextWriter.Null
            )
        );
        using (var zip = ZipFile.OpenRead(file))
        {
            Assert.Equal(["color.png", "manifest.json", "outline.png"], zip.Entries.Select(entry => entry.FullName).Order());
            using var manifest = await JsonDocument.ParseAsync(zip.GetEntry("manifest.json")!.Open());
            Assert.Equal(TeamsApp.AppId, manifest.RootElement.GetProperty("bots")[0].GetProperty("botId").GetString());
            Assert.Equal("Acme \"Data\"", manifest.RootElement.GetProperty("developer").GetProperty("name").GetString());
            Assert.Equal("bot.example.com", manifest.RootElement.GetProperty("validDomains")[0].GetString());
            Assert.DoesNotContain("{{", manifest.RootElement.GetRawText());
            Assert.Equal((192, 192), SizeOf(zip.GetEntry("color.png")!));
            Assert.Equal((32, 32), SizeOf(zip.GetEntry("outline.png")!));
        }
        File.Delete(file);
    }

    [Theory]
    [InlineData("--app-id", "no-guid")]
    [InlineData("--url", "http://plain.example")]
    [InlineData("--company", "a name that is far too long for what the schema allows")]
    public async Task Wrong_values_are_used_wrongly(string option, string value)
    {
        var arguments = new Dictionary<string, string>
        {
            ["--app-id"] = TeamsApp.AppId,
            ["--out"] = Path.Combine(Path.GetTempPath(), "never.zip"),
            [option] = value,
        };
        using var error = new StringWriter();
        Assert.Equal(
            CommandLine.UsedWrongly,
            await CommandLine.RunAsync(
                ["manifest", "teams", .. arguments.SelectMany(pair => new[] { pair.Key, pair.Value })],
                TextWriter.Null,
                error
            )
        );
        Assert.Contains(option, error.ToString());
    }

    [CounterpartFact(NodeProgram.Modules)]
    public async Task The_manifest_is_valid_against_Microsofts_schema()
    {
        var file = Path.Combine(Path.GetTempPath(), $"manifest-{Guid.NewGuid():N}.json");
        await File.WriteAllTextAsync(
            file,
            new TeamsPackage(Guid.Parse(TeamsApp.AppId), new Uri("https://bot.example.com/"), "Acme").Manifest()
        );
        Assert.Contains(
            "valid",
            await NodeProgram.RunAsync(
                Path.Combine(AppContext.BaseDirectory, "Teams", "Playground", "validate.mjs"),
                Counterpart.Of(NodeProgram.Modules),
                file
            )
        );
        File.Delete(file);
    }

    /// <summary>Width and height from the PNG's first chunk.</summary>
    private static (int Width, int Height) SizeOf(ZipArchiveEntry entry)
    {
        using var stream = entry.Open();
        var head = new byte[24];
        stream.ReadExactly(head);
        Assert.Equal("PNG"u8.ToArray(), head[1..4]);
        return (BinaryPrimitives.ReadInt32BigEndian(head.AsSpan(16)), BinaryPrimitives.ReadInt32BigEndian(head.AsSpan(20)));
    }
}
