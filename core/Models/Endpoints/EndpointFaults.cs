using System.ClientModel;
using System.ClientModel.Primitives;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text.Json;

namespace ChatBot.Models.Endpoints;

/// <summary>What the packages below throw, as one kind of exception with a reason that may be logged.</summary>
internal static class EndpointFaults
{
    /// <summary>Longest wait that a server can ask for; it also keeps a date far off from overflowing a timer.</summary>
    private static readonly TimeSpan LongestRetryAfter = TimeSpan.FromHours(1);

    public static ModelException Of(Exception fault, string address, DateTimeOffset now) =>
        Known(fault)
        ?? fault switch
        {
            ClientResultException { Status: > 0 } refusal => OfStatus(refusal, address, now),
            _ when Network(fault) is { } reason => new ModelException(
                ModelFault.Unreachable,
                $"The model at {address} cannot be reached: {reason}.",
                fault
            ),
            _ => new ModelException(
                ModelFault.Unreadable,
                $"The model at {address} answers something else than the protocol has ({fault.GetType().Name}).",
                fault
            ),
        };

    /// <summary>A server's try again may help.</summary>
    public static bool IsTransient(ModelException fault) =>
        fault.Fault is ModelFault.Unreachable or ModelFault.TimedOut or ModelFault.Unavailable;

    /// <summary>The server's word about this one request, an adapter or a prompt of it; a wrong key concerns them all.</summary>
    public static bool IsAboutRequest(ModelException fault) =>
        fault.Fault == ModelFault.Refused && fault.InnerException is ClientResultException { Status: not (401 or 403) };

    private static ModelException? Known(Exception? fault) =>
        fault is null or ModelException ? fault as ModelException : Known(fault.InnerException);

    private static ModelException OfStatus(ClientResultException refusal, string address, DateTimeOffset now)
    {
        var response = refusal.GetRawResponse();
        var reason = $"{refusal.Status}{Code(response)}";
        return refusal.Status is 408 or 429 or >= 500
            ? new ModelException(ModelFault.Unavailable, $"The model at {address} cannot answer now: {reason}.", refusal)
            {
                RetryAfter = RetryAfter(response, now),
            }
            : new ModelException(ModelFault.Refused, $"The model at {address} refuses: {reason}.", refusal);
    }

    /// <summary>The error's code or type, words for programs; never its message, which may repeat what people wrote.</summary>
    private static string Code(PipelineResponse? response)
    {
        try
        {
            using var body = JsonDocument.Parse(response?.Content ?? BinaryData.FromString("null"));
            var error = Field(body.RootElement, "error");
            return Word(Field(error, "code")) ?? Word(Field(error, "type")) ?? "";
        }
        catch (Exception unread) when (unread is JsonException or InvalidOperationException)
        {
            return ""; // no JSON, or a body that was not kept: the status says enough
        }
    }

    private static JsonElement? Field(JsonElement? parent, string name) =>
        parent is { ValueKind: JsonValueKind.Object } json && json.TryGetProperty(name, out var field) ? field : null;

    private static string? Word(JsonElement? field) =>
        field is { ValueKind: JsonValueKind.String } json
        && json.GetString() is { Length: > 0 and <= 64 } word
        && word.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '-' or '.')
            ? $" {word}"
            : null;

    private static TimeSpan? RetryAfter(PipelineResponse? response, DateTimeOffset now)
    {
        if (response is null)
            return null;
        TimeSpan? asked = null;
        if (
            response.Headers.TryGetValue("retry-after-ms", out var text)
            && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var milliseconds)
            && double.IsFinite(milliseconds)
        )
            asked = TimeSpan.FromMilliseconds(Math.Min(milliseconds, LongestRetryAfter.TotalMilliseconds));
        else if (response.Headers.TryGetValue("Retry-After", out text) && RetryConditionHeaderValue.TryParse(text, out var after))
            asked = after.Delta ?? after.Date - now;
        return asked is not { } wait ? null
            : wait < TimeSpan.Zero ? TimeSpan.Zero
            : wait > LongestRetryAfter ? LongestRetryAfter
            : wait;
    }

    /// <summary>The network's own word for what happened; null where the network did its part.</summary>
    private static string? Network(Exception fault)
    {
        string? reason = null;
        for (var inner = fault; inner is not null; inner = inner.InnerException)
            reason = inner switch
            {
                SocketException socket => socket.SocketErrorCode.ToString(),
                HttpIOException http => http.HttpRequestError.ToString(),
                HttpRequestException { StatusCode: null } http => http.HttpRequestError.ToString(),
                OperationCanceledException or TimeoutException => "no connection in time",
                IOException or WebException => reason ?? "the connection was lost",
                _ => reason,
            };
        return reason;
    }
}
