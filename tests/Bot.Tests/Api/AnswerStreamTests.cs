using System.Net;
using System.Net.Http.Json;
using System.Net.ServerSentEvents;
using System.Text.Json;
using ChatBot.TestKit.Answering;
using ChatBot.TestKit.Hosting;

namespace ChatBot.Bot.Tests.Api;

/// <summary>Answers as server-sent events.</summary>
public sealed class AnswerStreamTests
{
    private const string Question = "How do I undo the last commit?";

    [Theory]
    [InlineData("/api/ask")]
    [InlineData("/web/ask")]
    public async Task Stages_come_where_the_answer_takes_its_time_sentences_as_they_are_said_and_last_the_answer(string path)
    {
        var heard = new TaskCompletionSource();
        var slow = new SlowAsk(
            async (text, watcher, cancel) =>
            {
                var (first, second) = SlowAsk.Halves(text);
                watcher.Begins("retrieval");
                watcher.Begins("retrieval");
                await heard.Task.WaitAsync(cancel);
                watcher.Begins("generation");
                watcher.Begins("generation");
                watcher.Says(first);
                watcher.Says(second);
            }
        );
        await using var bot = await BotApp.StartAsync(Settings, slow.Install);
        var events = new List<(string Type, JsonElement Data)>();
        await foreach (var (type, data) in AskAsync(bot, path, new { question = Question }))
        {
            events.Add((type, data));
            heard.TrySetResult();
        }

        Assert.Equal(["stage", "stage", "sentence", "sentence", "answer"], events.Select(heard => heard.Type));
        Assert.Equal(["retrieval", "generation"], events.Take(2).Select(heard => heard.Data.GetProperty("stage").GetString()));
        var answer = events[^1].Data;
        Assert.StartsWith(
            string.Concat(events.Skip(2).Take(2).Select(heard => heard.Data.GetProperty("text").GetString())),
            answer.GetProperty("answer").GetString()
        );
        Assert.All(events.Skip(2).Take(2), heard => Assert.StartsWith("<p dir", heard.Data.GetProperty("html").GetString()));
        Assert.StartsWith("<p dir", answer.GetProperty("html").GetString());
        var plain = await bot.PostAsync(path, new { question = Question });
        Assert.Equal(plain.EnumerateObject().Select(field => field.Name), answer.EnumerateObject().Select(field => field.Name));
    }

    [Fact]
    public async Task An_answer_that_comes_at_once_is_the_only_event()
    {
        await using var bot = await BotApp.StartAsync(new Dictionary<string, string?> { ["Turns:ThinkingAfter"] = "00:01:00" });
        var types = new List<string>();
        await foreach (var (type, _) in AskAsync(bot, "/api/ask", new { question = Question }))
            types.Add(type);
        Assert.Equal(["answer"], types);
    }

    [Fact]
    public async Task A_fault_is_told_as_the_same_problem_as_without_a_stream()
    {
        var slow = new SlowAsk((_, _, _) => throw new InvalidOperationException("broken"));
        await using var bot = await BotApp.StartAsync(Settings, slow.Install);
        await foreach (var (type, data) in AskAsync(bot, "/api/ask", new { question = Question }))
        {
            Assert.Equal(("problem", "internal_error"), (type, data.GetProperty("code").GetString()));
            Assert.Equal(500, data.GetProperty("status").GetInt32());
            Assert.DoesNotContain("broken", data.GetRawText());
        }
    }

    [Fact]
    public async Task A_faulty_question_is_refused_with_its_status_before_any_stream()
    {
        await using var bot = await BotApp.StartAsync();
        using var request = Request("/api/ask", new { question = "" });
        using var response = await bot.Http.SendAsync(request);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task Whoever_goes_away_has_asked_nothing()
    {
        var gone = new TaskCompletionSource();
        var slow = new SlowAsk(
            async (_, watcher, cancel) =>
            {
                watcher.Says("A beginning.");
                using var leaving = cancel.Register(gone.SetResult);
                await Task.Delay(Timeout.Infinite, cancel);
            }
        );
        await using var bot = await BotApp.StartAsync(Settings, slow.Install);
        using (var leaving = new CancellationTokenSource())
            await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
            {
                await foreach (var heard in AskAsync(bot, "/api/ask", new { question = Question, conversationId = "c1" }, leaving.Token))
                    await leaving.CancelAsync();
            });
        await gone.Task.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Empty(await bot.Get<ChatBot.Interactions.InteractionStore>().RecentAsync("default", "api", "c1", 5));
    }

    private static readonly Dictionary<string, string?> Settings = new() { ["Turns:ThinkingAfter"] = "00:00:00" };

    private static HttpRequestMessage Request(string path, object body)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body) };
        request.Headers.Accept.ParseAdd("text/event-stream");
        return request;
    }

    private static async IAsyncEnumerable<(string Type, JsonElement Data)> AskAsync(
        BotApp bot,
        string path,
        object body,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancel = default
    )
    {
        using var request = Request(path, body);
        using var response = await bot.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancel);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
        await foreach (var heard in SseParser.Create(await response.Content.ReadAsStreamAsync(cancel)).EnumerateAsync(cancel))
            yield return (heard.EventType, JsonSerializer.Deserialize<JsonElement>(heard.Data));
    }
}
