using System.Text.Json;

namespace ChatBot.TestKit.Models;

/// <summary>How a scripted reply's body ends.</summary>
public enum BodyEnd
{
    Whole,

    /// <summary>Half of it, then nothing for as long as the client waits.</summary>
    Stalls,

    /// <summary>Half of it, then the connection is gone.</summary>
    IsCut,
}

/// <summary>One reply of <see cref="ScriptedModelServer"/>; <c>with</c> makes other ones of it.</summary>
public sealed record ModelReply
{
    /// <summary>What the model says, in the protocol's JSON or, where the request streams, word by word.</summary>
    public string Text { get; init; } = "";

    public string FinishReason { get; init; } = "stop";

    /// <summary>The body as it is sent, in place of the protocol's own.</summary>
    public string? Body { get; init; }

    public int Status { get; init; } = 200;
    public string? ContentType { get; init; }

    /// <summary>Headers beside the protocol's own, e.g. <c>Retry-After</c>.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>Before the status line.</summary>
    public TimeSpan Delay { get; init; }

    /// <summary>Between any two pieces of the body: words where it streams, a tenth of it otherwise.</summary>
    public TimeSpan Pause { get; init; }

    public BodyEnd End { get; init; }

    /// <summary>So many bytes of printable noise in place of the body.</summary>
    public long Noise { get; init; }

    public static ModelReply Says(string text) => new() { Text = text };

    /// <summary>An error in the protocol's form; <paramref name="retryAfter"/> as the header has it, seconds or a date.</summary>
    public static ModelReply Fails(int status, string? retryAfter = null, string code = "scripted", string message = "It fails.") =>
        new()
        {
            Status = status,
            Body = JsonSerializer.Serialize(
                new
                {
                    error = new
                    {
                        message,
                        type = code,
                        code,
                    },
                }
            ),
            Headers = retryAfter is null
                ? new Dictionary<string, string>()
                : new Dictionary<string, string> { ["Retry-After"] = retryAfter },
        };

    /// <summary>Takes the request and never says a word.</summary>
    public static ModelReply StallsForEver => new() { Delay = Timeout.InfiniteTimeSpan };

    /// <summary>The first half of the protocol's JSON as if it were all.</summary>
    public static ModelReply HalfJson =>
        new() { Body = """{"id":"c1","object":"chat.completion","created":1,"model":"m","choices":[{"ind""" };

    public static ModelReply EmptyChoices =>
        new() { Body = """{"id":"c1","object":"chat.completion","created":1,"model":"m","choices":[]}""" };

    public static ModelReply Html =>
        new() { Body = "<!DOCTYPE html><html><body><h1>Sign in to the network</h1></body></html>", ContentType = "text/html" };

    public static ModelReply RedirectsTo(string address) =>
        new()
        {
            Status = 307,
            Headers = new Dictionary<string, string> { ["Location"] = address },
        };
}
