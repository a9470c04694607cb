using System.Runtime.CompilerServices;
using System.Text.Json;
using ChatBot.Answering.Generation;
using Microsoft.Extensions.AI;

namespace ChatBot.TestKit.Answering;

/// <summary>
/// A chat model that says what a test wrote for it, reply by reply, the last one again and again; streamed in small pieces.
/// </summary>
public sealed class ScriptedChatModel(params string[] replies) : IChatClient
{
    private const int Piece = 7;

    private int _asked;

    public List<IReadOnlyList<ChatMessage>> Requests { get; } = [];

    public List<ChatOptions?> Options { get; } = [];

    /// <summary>Before each reply, and between streamed pieces.</summary>
    public TimeSpan Pause { get; init; }

    /// <summary>Whether it goes on whatever it is told.</summary>
    public bool IsDeaf { get; init; }

    public ChatFinishReason FinishReason { get; init; } = ChatFinishReason.Stop;

    /// <summary>A reply in the form that the prompt asks for.</summary>
    public static string Json(params (string Text, int Source)[] sentences) =>
        JsonSerializer.Serialize(
            new { no_answer = false, sentences = sentences.Select(said => new { text = said.Text, sources = new[] { said.Source } }) }
        );

    public IAnswerGenerator AsGenerator() => new ChatModelGenerator(this, "scripted", "model");

    public async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        CancellationToken cancellationToken = default
    )
    {
        var reply = Next(messages, options);
        await Task.Delay(Pause, IsDeaf ? default : cancellationToken);
        return new ChatResponse(new ChatMessage(ChatRole.Assistant, reply)) { FinishReason = FinishReason };
    }

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default
    )
    {
        foreach (var piece in Next(messages, options).Chunk(Piece))
        {
            await Task.Delay(Pause, IsDeaf ? default : cancellationToken);
            yield return new ChatResponseUpdate(ChatRole.Assistant, new string(piece));
        }
        yield return new ChatResponseUpdate { FinishReason = FinishReason };
    }

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose() { }

    private string Next(IEnumerable<ChatMessage> messages, ChatOptions? options)
    {
        lock (Requests)
        {
            Requests.Add([.. messages]);
            Options.Add(options);
            return replies[Math.Min(_asked++, replies.Length - 1)];
        }
    }
}
