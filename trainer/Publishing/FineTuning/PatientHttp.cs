using System.Net;
using System.Text.Json;

namespace ChatBot.Trainer.Publishing.FineTuning;

/// <summary>Requests whose answers are JSON; asked again where the service is busy or away, for as long as a job can wait.</summary>
internal sealed class PatientHttp(HttpClient http, string service, TimeProvider time)
{
    private const int MostTries = 6;

    /// <summary>Before the second try; twice as long before each further one.</summary>
    private static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(2);

    /// <param name="request">Makes it anew for each try.</param>
    /// <param name="done">
    /// What an earlier request has made although its answer was lost, of this program or of one that was killed: looked for before each
    /// try. Null where asking twice does no harm.
    /// </param>
    /// <exception cref="FineTuningException">It was refused, or the service was away for all tries.</exception>
    public async Task<JsonElement> SendAsync(
        Func<HttpRequestMessage> request,
        CancellationToken cancel,
        Func<Task<JsonElement?>>? done = null
    )
    {
        for (var (tries, wait) = (1, FirstWait); ; tries++, wait *= 2)
        {
            if (done is not null && await done() is { } made)
                return made;
            TimeSpan? asked = null;
            string fault;
            try
            {
                using var sent = request();
                using var answer = await http.SendAsync(sent, cancel);
                var text = await answer.Content.ReadAsStringAsync(cancel);
                if (answer.IsSuccessStatusCode)
                    return Parse(text);
                fault = $"{(int)answer.StatusCode}{(Said(text) is { } said ? $": {said}" : "")}";
                asked = answer.Headers.RetryAfter?.Delta;
                if (answer.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden)
                    throw new FineTuningException(
                        $"{service} does not take the key ({(int)answer.StatusCode}); set one that may fine-tune."
                    );
                if (
                    answer.StatusCode is not (HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout)
                    && (int)answer.StatusCode < 500
                )
                    throw new FineTuningException($"{service} refused: {fault}");
            }
            catch (Exception away) when (away is HttpRequestException || away is TaskCanceledException && !cancel.IsCancellationRequested)
            {
                fault = away.Message;
            }
            if (tries == MostTries)
                throw new FineTuningException($"{service} cannot be reached ({fault}); run this again later, it goes on where it is.");
            await Task.Delay(asked is { } told && told < LongestWait ? told : wait, time, cancel);
        }
    }

    private JsonElement Parse(string text)
    {
        try
        {
            using var json = JsonDocument.Parse(text.Length == 0 ? "{}" : text);
            return json.RootElement.Clone();
        }
        catch (JsonException fault)
        {
            throw new FineTuningException($"{service} answered something that is no JSON; check its address.", fault);
        }
    }

    /// <summary>The service's own words, of an error in the usual form.</summary>
    private static string? Said(string text)
    {
        try
        {
            using var json = JsonDocument.Parse(text);
            var root = json.RootElement;
            var message =
                root.TryGetProperty("error", out var error)
                && error.ValueKind == JsonValueKind.Object
                && error.TryGetProperty("message", out var inner)
                    ? inner
                : root.TryGetProperty("message", out var outer) ? outer
                : default;
            return message.ValueKind == JsonValueKind.String ? message.GetString()!.ReplaceLineEndings(" ") : null;
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}
