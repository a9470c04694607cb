using System.Net;
using System.Text;
using System.Text.Json;
using ChatBot.Bot.Commands;
using ChatBot.TestKit.Hosting;

namespace ChatBot.Bot.Tests.Commands;

/// <summary>The verb <c>ask</c> beside a running bot, and without one.</summary>
public sealed class AskVerbTests : IDisposable
{
    private const string Question = "How do I undo the last commit?";
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly string _folder = Directory.CreateTempSubdirectory("chatbot-ask-test-").FullName;

    [Fact]
    public async Task It_asks_the_bot_that_runs_on_the_same_folder_and_prints_what_the_api_gives()
    {
        await using var bot = await StartAsync();
        var asked = await bot.AskAsync(Question);

        var (code, output, _) = await AskAsync("--json");

        var printed = JsonDocument.Parse(output).RootElement;
        Assert.Equal(CommandLine.Done, code);
        Assert.True(IsFromServer(printed), "a link to the server's page of the document");
        Assert.Equal(Names(asked), Names(printed));
        Assert.Equal(asked.GetProperty("answer").GetString(), printed.GetProperty("answer").GetString());
        Assert.Equal("cli", await ChannelAsync(bot, printed));
    }

    [Fact]
    public async Task Without_a_bot_it_answers_itself_in_the_same_shape()
    {
        JsonElement asked;
        await using (var bot = await StartAsync())
            asked = await bot.AskAsync(Question);
        Assert.False(File.Exists(Told), "the bot took its file away");

        var (code, output, _) = await AskAsync("--json");

        var printed = JsonDocument.Parse(output).RootElement;
        Assert.Equal(CommandLine.Done, code);
        Assert.False(IsFromServer(printed));
        Assert.Equal(Names(asked), Names(printed));
    }

    [Fact]
    public async Task A_setting_that_the_bot_was_not_set_to_is_answered_by_this_process()
    {
        await using var bot = await StartAsync();
        await bot.IndexedAsync();

        var (_, limited, _) = await AskAsync("--json", "--Answer:MaxWords", "5");

        Assert.False(IsFromServer(JsonDocument.Parse(limited).RootElement));
        Assert.InRange(JsonDocument.Parse(limited).RootElement.GetProperty("words").GetInt32(), 1, 5);
    }

    [Theory]
    [InlineData(int.MaxValue)] // no such process
    [InlineData(0)] // this one, at a port where nobody listens
    public async Task A_file_that_was_left_behind_is_passed_over(int process)
    {
        await File.WriteAllTextAsync(
            Told,
            JsonSerializer.Serialize(
                new
                {
                    process = process == 0 ? Environment.ProcessId : process,
                    address = "http://127.0.0.1:9",
                    secret = "s",
                    sections = Array.Empty<string>(),
                    settings = new Dictionary<string, string>(),
                }
            )
        );

        var (code, output, _) = await Verb.RunAsync("ask", Question, "--json", "--Data:Directory", _folder);

        Assert.Equal(CommandLine.Done, code);
        Assert.Equal("answered", JsonDocument.Parse(output).RootElement.GetProperty("outcome").GetString());
    }

    [Fact]
    public async Task Only_who_reads_the_file_of_the_bot_is_answered_at_its_door()
    {
        await using var bot = await StartAsync();
        await bot.IndexedAsync();
        using var told = JsonDocument.Parse(await File.ReadAllTextAsync(Told));
        var secret = told.RootElement.GetProperty("secret").GetString()!;
        if (!OperatingSystem.IsWindows())
            Assert.Equal(Private, File.GetUnixFileMode(Told));
        Assert.DoesNotContain(bot.AdminKey, await File.ReadAllTextAsync(Told));

        Assert.Equal(HttpStatusCode.OK, await StatusAsync(bot, secret));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(bot, null));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(bot, secret[..^1] + "x"));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(bot, secret, ("X-Forwarded-For", "203.0.113.9")));
    }

    [Fact]
    public async Task Words_without_quotes_are_one_question_and_an_option_that_is_none_is_named()
    {
        await using var bot = await StartAsync();
        await bot.IndexedAsync();

        var (code, output, _) = await Verb.RunAsync(["ask", .. Question.Split(' '), .. Here]);
        var (wrong, _, error) = await Verb.RunAsync(["ask", "how", "do", "I", "push", "--force", .. Here]);

        Assert.Equal(CommandLine.Done, code);
        Assert.Contains("git reset --soft", output);
        Assert.Equal(CommandLine.UsedWrongly, wrong);
        Assert.Contains("ask has no option --force", error);
        Assert.Contains("quotes", error);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string Told => Path.Combine(_folder, "running.json");

    private string[] Here => ["--Data:Directory", _folder, "--Embeddings:Provider", "hashing"];

    private Task<BotApp> StartAsync() =>
        BotApp.StartAsync(
            new Dictionary<string, string?> { ["Storage:Provider"] = "sqlite", ["Storage:ConnectionString"] = "" },
            folder: _folder
        );

    private Task<(int Code, string Output, string Error)> AskAsync(params string[] more) =>
        Verb.RunAsync(["ask", Question, .. Here, .. more]);

    private static bool IsFromServer(JsonElement answer) => answer.GetProperty("sources")[0].TryGetProperty("link", out _);

    private static IEnumerable<string> Names(JsonElement answer) => answer.EnumerateObject().Select(field => field.Name);

    private static async Task<string?> ChannelAsync(BotApp bot, JsonElement answer)
    {
        using var admin = bot.AdminHttp();
        var stored = await admin.GetStringAsync($"/api/admin/interactions/{answer.GetProperty("interactionId").GetString()}");
        return JsonDocument.Parse(stored).RootElement.GetProperty("channel").GetString();
    }

    private static async Task<HttpStatusCode> StatusAsync(BotApp bot, string? secret, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/cli/ask")
        {
            Content = new StringContent($$"""{"question": "{{Question}}"}""", Encoding.UTF8, "application/json"),
        };
        if (secret is not null)
            request.Headers.Add("X-ChatBot-Secret", secret);
        foreach (var (name, value) in headers)
            request.Headers.Add(name, value);
        using var response = await bot.Http.SendAsync(request);
        return response.StatusCode;
    }
}
