using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using ChatBot.TestKit.Hosting;
using ChatBot.TestKit.Models;

namespace ChatBot.Bot.Tests.Hosting;

/// <summary>How the program starts, stops and refuses to start, seen from outside.</summary>
public sealed class RunContractTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("chatbot-run-").FullName;

    [Fact]
    public async Task The_first_start_in_an_empty_folder_makes_the_data_indexes_the_sample_and_answers()
    {
        await using var bot = await BotProcess.ServeAsync(_folder);
        using var http = new HttpClient { BaseAddress = new Uri(bot.Address) };

        var answer = await http.PostAsJsonAsync("/api/ask", new { question = "How do I undo the last commit?" });
        var body = await answer.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal("answered", body.GetProperty("outcome").GetString());
        Assert.NotEmpty(body.GetProperty("sources").EnumerateArray());
        Assert.Contains(Path.Combine(_folder, "data", "admin-key"), bot.Output);
        Assert.True(File.Exists(Path.Combine(_folder, "data", "admin-key")));
        Assert.Contains("<!doctype html>", await http.GetStringAsync("/"));

        Assert.Equal(0, await bot.StopAsync());
    }

    [Fact]
    public async Task Who_has_asked_is_answered_by_a_process_that_is_told_to_stop()
    {
        await using var model = await ScriptedModelServer.StartAsync();
        model.Reply = _ => ModelReply.Says("nothing of use") with { Delay = TimeSpan.FromSeconds(4) };
        string[] settings = ["--Model:Provider", "openai", "--Model:Endpoint", model.Endpoint, "--Model:Name", "m"];
        await using var bot = await BotProcess.ServeAsync(_folder, settings);
        using var http = new HttpClient { BaseAddress = new Uri(bot.Address) };
        await ReadyAsync(http);

        var asked = http.PostAsJsonAsync("/api/ask", new { question = "How do I undo the last commit?" });
        while (!model.Requests.Any(request => request.Asked.Contains("undo", StringComparison.Ordinal)))
            await Task.Delay(50);
        Assert.Equal(0, await bot.StopAsync());
        Assert.Equal(HttpStatusCode.OK, (await asked).StatusCode);
    }

    [Fact]
    public async Task A_killed_first_start_is_made_good_by_the_next()
    {
        var first = await BotProcess.ServeAsync(_folder);
        await first.KillAsync();
        await first.DisposeAsync();

        await using var second = await BotProcess.ServeAsync(_folder);
        using var http = new HttpClient { BaseAddress = new Uri(second.Address) };
        var ready = await ReadyAsync(http);
        Assert.Equal("ready", ready.GetProperty("status").GetString());
        Assert.Contains("documents in", ready.GetProperty("checks").GetProperty("index").GetProperty("description").GetString());
    }

    [Fact]
    public async Task A_port_in_use_is_one_line()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;

        var result = await BotProcess.RunAsync(_folder, ["--urls", $"http://127.0.0.1:{port}"]);

        AssertOneLine(result, $"{port}", "address already in use");
    }

    [Theory]
    [InlineData("--Answer:MaxWords=500", "Answer:MaxWords must be between 1 and 100")]
    [InlineData("--Answer:MaxWords=many", "Answer:MaxWords must be a whole number")]
    [InlineData("--Retrieval:TopKay=5", "did you mean Retrieval:TopK?")]
    [InlineData("--Guard:TopicFile=nowhere.json", "nowhere.json")]
    [InlineData("--Model:Provider=oracle", "Model:Provider must be")]
    [InlineData("--Model:Timeout=soon", "Model:Timeout must be a time span")]
    [InlineData("--Data:Directory=/proc/nowhere", "Data:Directory /proc/nowhere cannot be written")]
    [InlineData("--urls=ftp://here", "ftp")]
    public async Task A_wrong_setting_is_one_line(string setting, string expected)
    {
        var result = await BotProcess.RunAsync(_folder, [setting]);

        AssertOneLine(result, expected);
    }

    [Fact]
    public async Task A_broken_topic_file_is_one_line()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "topic.json"), "{\"name\": ");

        AssertOneLine(await BotProcess.RunAsync(_folder, ["--Guard:TopicFile", "topic.json"]), "topic.json", "is not JSON");
    }

    [Fact]
    public async Task The_environment_is_checked_in_our_sections_only()
    {
        var wrong = await BotProcess.RunAsync(_folder, [], new Dictionary<string, string> { ["Storage__Conection"] = "x" });
        AssertOneLine(wrong, "Storage:Conection", "did you mean Storage:");

        var foreign = await BotProcess.RunAsync(
            _folder,
            ["ask", "hello"],
            new Dictionary<string, string>
            {
                ["DATA"] = "/elsewhere",
                ["Model"] = "T3",
                ["Somebody__Else"] = "x",
                ["Answer__MaxWords"] = "60",
            }
        );
        Assert.Equal(0, foreign.ExitCode);
    }

    [Fact]
    public async Task Settings_work_with_a_verb_in_both_spellings()
    {
        var store = Path.Combine(_folder, "elsewhere");
        var result = await BotProcess.RunAsync(
            _folder,
            ["ask", "How do I undo the last commit?", "--Data:Directory", store, "--Answer:MaxWords=20", "--json"]
        );

        Assert.Equal(0, result.ExitCode);
        Assert.InRange(JsonDocument.Parse(result.Output).RootElement.GetProperty("words").GetInt32(), 1, 20);
        Assert.True(File.Exists(Path.Combine(store, "chatbot.db")));
        Assert.False(Directory.Exists(Path.Combine(_folder, "data")));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>Readiness comes with the end of the first indexing; the caller's time-out is the test's.</summary>
    private static async Task<JsonElement> ReadyAsync(HttpClient http)
    {
        for (var waited = Stopwatch.StartNew(); ; await Task.Delay(100))
        {
            using var response = await http.GetAsync("/ready");
            if (response.IsSuccessStatusCode || waited.Elapsed > TimeSpan.FromSeconds(60))
                return await response.Content.ReadFromJsonAsync<JsonElement>();
        }
    }

    private static void AssertOneLine(BotProcess.Result result, params string[] parts)
    {
        Assert.NotEqual(0, result.ExitCode);
        Assert.Single(result.Error.TrimEnd().Split('\n'));
        Assert.All(parts, part => Assert.Contains(part, result.Error));
        Assert.DoesNotContain("   at ", result.Error + result.Output);
    }
}
