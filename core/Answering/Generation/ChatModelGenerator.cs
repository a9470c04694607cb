using ChatBot.Answering.Prompting;
using ChatBot.Models;
using Microsoft.Extensions.AI;

namespace ChatBot.Answering.Generation;

/// <summary>
/// Lets a chat model write the answer: the prompt's instructions, then the delimited sources with the question. What comes back is only a
/// draft; checking, capping and citing follow as for every generator.
/// </summary>
/// <param name="client">The model.</param>
/// <param name="provider">Name for the receipt, e.g. <c>llama</c>.</param>
/// <param name="model">The model's name, for a client that does not report one.</param>
public sealed class ChatModelGenerator(IChatClient client, string provider, string? model) : IAnswerGenerator
{
    /// <summary>Enough for a word of any language with its share of JSON; the cap counts words afterwards.</summary>
    private const int TokensPerWord = 5;

    private const int LeastTokens = 100;

    /// <summary>Updates behind the answer: its end, token counts, a closing fence. A server that goes on is not listened to.</summary>
    private const int MostAfter = 8;

    /// <inheritdoc />
    public async Task<Draft?> GenerateAsync(GenerationRequest request, CancellationToken cancel = default)
    {
        var reader = new DraftReader();
        ChatResponse reply;
        if (request.Written is null)
        {
            reply = await client.GetResponseAsync(Messages(request), Options(request), cancel);
            reader.Read(reply.Text);
        }
        else
            reply = await ListenAsync(request, reader, request.Written, cancel);
        if (reader.End(cut: reply.FinishReason == ChatFinishReason.Length) is not { } last)
            return null;
        foreach (var statement in last)
            await (request.Written?.Invoke(statement) ?? Task.CompletedTask);
        return new Draft("", provider, reply.ModelId ?? model, reply.AdditionalProperties?.GetValueOrDefault(ChatKeys.Adapter) as string)
        {
            Statements = reader.Statements,
        };
    }

    /// <summary>Hands on each statement as soon as it is whole.</summary>
    private async Task<ChatResponse> ListenAsync(
        GenerationRequest request,
        DraftReader reader,
        Func<Statement, Task> written,
        CancellationToken cancel
    )
    {
        var updates = new List<ChatResponseUpdate>();
        var after = 0;
        try
        {
            await foreach (var update in client.GetStreamingResponseAsync(Messages(request), Options(request), cancel))
            {
                updates.Add(update);
                foreach (var statement in reader.Read(update.Text))
                    await written(statement);
                if (reader.IsWhole && ++after > MostAfter)
                    break;
                cancel.ThrowIfCancellationRequested();
            }
        }
        catch (Exception) when (reader.IsWhole)
        {
            // The answer is whole; how the connection ends changes nothing about it.
        }
        return updates.ToChatResponse();
    }

    private static ChatOptions Options(GenerationRequest request)
    {
        var options = new ChatOptions
        {
            Temperature = 0,
            MaxOutputTokens = LeastTokens + request.MaxWords * TokensPerWord,
            ResponseFormat = ReplyContract.Schema,
            AdditionalProperties = new AdditionalPropertiesDictionary
            {
                [ChatKeys.Person] = request.Person,
                [ChatKeys.Grammar] = ReplyContract.Grammar,
            },
        };
        if (request.Adapter is { } adapter)
            options.AdditionalProperties[ChatKeys.Adapter] = adapter;
        if (request.Deadline is { } deadline)
            options.AdditionalProperties[ChatKeys.Deadline] = deadline;
        return options;
    }

    /// <summary>
    /// What a model is sent. What never changes stands first, so that a model that keeps its prefix reads it once; whatever learns from
    /// answers learns from these very messages.
    /// </summary>
    internal static List<ChatMessage> Messages(GenerationRequest request)
    {
        var prompt = request.Prompt ?? throw new ArgumentException("A chat model needs a prompt.", nameof(request));
        var again =
            request.Faults.Count == 0
                ? ""
                : $"\n\nAn earlier draft was refused:\n<draft>\n{PromptWriter.Data(string.Join('\n', request.Faults))}\n</draft>\n"
                    + "Write the answer anew. Say only what the sources say, in their words where a figure, a name or a condition matters.";
        return [new(ChatRole.System, prompt.System), new(ChatRole.User, prompt.User + again)];
    }
}
