using System.Text;
using ChatBot.Models.Files;
using ChatBot.Models.Llama;
using ChatBot.Trainer.Training;
using Microsoft.Extensions.AI;

namespace ChatBot.Trainer.Data;

/// <summary>
/// Makes tokens of examples by the serving runtime itself: the prompt's are those that a question would be served with, template and all;
/// behind them stand the reply's and the one that ends a turn.
/// </summary>
internal sealed class ExampleTokenizer
{
    /// <summary>What templates write before an answer ends with a line: a text behind one is cut as an answer is.</summary>
    private const string Line = "\n";

    private readonly LoadedModel _model;
    private readonly ChatPrompt _prompt;
    private readonly int[] _line;

    /// <param name="model">The base that is served; its owner disposes it.</param>
    /// <param name="template">Name of a chat template where the file's own is unknown; empty for the file's own.</param>
    /// <exception cref="ModelFileException">Neither tells a known template, or the file has no token that ends an answer.</exception>
    public ExampleTokenizer(LoadedModel model, string template = "")
    {
        _model = model;
        _prompt = new ChatPrompt(model, template);
        _line = model.Tokenize(Line, special: false);
        EndOfTurn = FindEnd();
    }

    /// <summary>The token that ends an answer.</summary>
    public int EndOfTurn { get; }

    /// <summary>Examples that had more tokens than they may, since this was made.</summary>
    public int TooLong { get; private set; }

    /// <summary>The parts that a training reads.</summary>
    /// <param name="folder">Of a data set.</param>
    /// <param name="mostTokens">Longer examples are left out whole: an answer without its end would be learnt as one.</param>
    /// <exception cref="DatasetException">It is no data set, or nothing of it is short enough.</exception>
    public async Task<TokenizedSet> TokenizeAsync(string folder, int mostTokens, CancellationToken cancel = default)
    {
        var (train, trainPairs) = await TokenizeAsync(folder, DatasetPart.Train, mostTokens, cancel);
        var (validation, validationPairs) = await TokenizeAsync(folder, DatasetPart.Validation, mostTokens, cancel);
        return train.Count > 0
            ? new TokenizedSet(train, validation, trainPairs, validationPairs)
            : throw new DatasetException(
                $"All {TooLong} examples have more than {mostTokens} tokens: allow more, or serve shorter prompts (Model:PromptTokens)."
            );
    }

    /// <summary>The examples of one part, and its pairs.</summary>
    /// <inheritdoc cref="TokenizeAsync(string, int, CancellationToken)"/>
    public async Task<(IReadOnlyList<TokenizedExample> Examples, IReadOnlyList<TokenizedPair> Pairs)> TokenizeAsync(
        string folder,
        DatasetPart part,
        int mostTokens,
        CancellationToken cancel = default
    )
    {
        var (examples, pairs) = (new List<TokenizedExample>(), new List<TokenizedPair>());
        await foreach (var line in DatasetLine.ReadAsync(folder, part, cancel))
        {
            if (TryTokenize(line, line.Reply, mostTokens) is not { } chosen)
            {
                TooLong++;
                continue;
            }
            examples.Add(chosen);
            if (line.Rejected is { } wrong && TryTokenize(line, wrong, mostTokens) is { } rejected)
                pairs.Add(new TokenizedPair(line.Id, chosen, rejected));
        }
        return (examples, pairs);
    }

    /// <summary>A prompt with a reply to it.</summary>
    /// <exception cref="ArgumentException">A run of one kind of characters is too long for native code.</exception>
    public TokenizedExample Tokenize(string id, IReadOnlyList<DatasetMessage> messages, string reply)
    {
        var prompt = _prompt.Encode([.. messages.Select(message => (new ChatRole(message.Role), message.Content))]);
        return new TokenizedExample(id, [.. prompt, .. Reply(reply), EndOfTurn], prompt.Length);
    }

    /// <summary>Null where it has more tokens than it may, or native code would not take it.</summary>
    private TokenizedExample? TryTokenize(DatasetLine line, string reply, int mostTokens)
    {
        try
        {
            return Tokenize(line.Id, line.Messages, reply) is var example && example.Tokens.Length <= mostTokens ? example : null;
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    /// <summary>
    /// As a text that goes on behind the template's last line: at the beginning of a text some vocabularies put a blank in front, or a
    /// token that begins it. Names of control tokens in it stay ordinary text.
    /// </summary>
    private int[] Reply(string reply)
    {
        var behind = _model.Tokenize(Line + reply, special: false);
        return behind.AsSpan().StartsWith(_line)
            ? behind[_line.Length..]
            : [.. _model.Handle.Tokenize(reply, false, false, Encoding.UTF8).Select(token => (int)token)];
    }

    /// <summary>
    /// The token with which the template ends a turn: the last one before the model's next turn that ends an answer; where the template
    /// writes none, the file's own.
    /// </summary>
    private int FindEnd()
    {
        var conversation = _prompt.Encode([(ChatRole.User, "1"), (ChatRole.Assistant, "2"), (ChatRole.User, "3")]);
        foreach (var token in conversation.Reverse())
            if (_model.Ends(token))
                return token;
        return _model.Handle.Vocab.EOS is { } end && _model.Ends((int)end)
            ? (int)end
            : throw new ModelFileException(_model.Header.File.Path, "its vocabulary has no token that ends an answer.");
    }
}
