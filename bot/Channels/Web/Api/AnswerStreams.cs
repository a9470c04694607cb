using System.Net.ServerSentEvents;
using System.Text.Json;
using ChatBot.Answering;
using ChatBot.Bot.Hosting.Problems;
using ChatBot.Bot.Turns;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using HttpJson = Microsoft.AspNetCore.Http.Json.JsonOptions;

namespace ChatBot.Bot.Channels.Web.Api;

/// <summary>
/// Answers as server-sent events: <c>stage</c> and <c>sentence</c> (its text, and the HTML of all sentences so far) while they are made,
/// then <c>answer</c> with the same object as the plain answer, or <c>problem</c> with the same as <c>application/problem+json</c>.
/// </summary>
internal sealed class AnswerStreams(ExceptionProblems problems, IOptions<HttpJson> json, IOptions<TurnsOptions> turns, TimeProvider time)
{
    private const string EventStream = "text/event-stream";

    public static bool AreWanted(HttpContext context) =>
        context
            .Request.GetTypedHeaders()
            .Accept.Any(accepted => accepted.MediaType.Equals(EventStream, StringComparison.OrdinalIgnoreCase));

    /// <param name="ask">Asks, and ends with the request: whoever goes away has asked nothing, as without a stream.</param>
    public ServerSentEventsResult<string> Open(HttpContext context, Func<IAnswerWatcher, Task<AskResponse>> ask)
    {
        context.Response.Headers["X-Accel-Buffering"] = "no"; // a reverse proxy would keep the events until there are many
        return TypedResults.ServerSentEvents(EventsAsync(context, ask));
    }

    private async IAsyncEnumerable<SseItem<string>> EventsAsync(HttpContext context, Func<IAnswerWatcher, Task<AskResponse>> ask)
    {
        var watcher = new StreamWatcher(turns.Value.ThinkingAfter, time);
        var last = LastAsync(context, ask, watcher);
        await foreach (var (type, said) in watcher.HeardAsync())
            yield return Event(type, said);
        yield return await last;
    }

    private async Task<SseItem<string>> LastAsync(HttpContext context, Func<IAnswerWatcher, Task<AskResponse>> ask, StreamWatcher watcher)
    {
        try
        {
            return Event("answer", await ask(watcher));
        }
        catch (Exception fault) when (!context.RequestAborted.IsCancellationRequested)
        {
            return Event("problem", problems.Of(context, fault).ProblemDetails);
        }
        finally
        {
            watcher.End();
        }
    }

    private SseItem<string> Event(string type, object said) => new(JsonSerializer.Serialize(said, json.Value.SerializerOptions), type);
}
