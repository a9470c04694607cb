using System.Runtime.CompilerServices;
using System.Text.Json;

namespace ChatBot.Trainer.Data;

/// <param name="Role">system or user.</param>
public sealed record DatasetMessage(string Role, string Content);

/// <summary>One line of a part's file: a prompt as it is served, and the reply that is to be learnt.</summary>
/// <param name="Id">Of the correction or the interaction.</param>
/// <param name="Cluster">First 16 hexadecimal digits of the hash of its cluster of meaning.</param>
/// <param name="Question">As it stands in the prompt.</param>
/// <param name="Reference">The answer as people read it, without labels; empty for a refusal.</param>
/// <param name="Messages">What the model is sent.</param>
/// <param name="Reply">What it is to write: the JSON of the contract.</param>
/// <param name="PromptVersion">Of the instructions.</param>
/// <param name="Sources">Numbered sources in the prompt.</param>
/// <param name="Passages">as_served: those of the time, by the receipt; anew: retrieved for this data set.</param>
public sealed record DatasetLine(
    string Id,
    FeedbackKind Kind,
    string Cluster,
    string Question,
    string Reference,
    IReadOnlyList<DatasetMessage> Messages,
    string Reply,
    string Topic,
    string PromptVersion,
    int Sources,
    string Passages
)
{
    public const string AsServed = "as_served",
        Anew = "anew";

    /// <summary>The reply that people did not want; null where there is no pair to learn from.</summary>
    public string? Rejected { get; init; }

    /// <summary>The lines of a part, one after the other.</summary>
    /// <exception cref="DatasetException">The file is missing, or a line of it is none.</exception>
    public static async IAsyncEnumerable<DatasetLine> ReadAsync(
        string folder,
        DatasetPart part,
        [EnumeratorCancellation] CancellationToken cancel = default
    )
    {
        var path = Path.Combine(folder, DatasetFiles.NameOf(part));
        if (!File.Exists(path))
            throw new DatasetException($"{path} is missing; make the data set anew.");
        using var file = new StreamReader(path);
        for (var number = 1; await file.ReadLineAsync(cancel) is { } line; number++)
            yield return Parse(line, path, number);
    }

    private static DatasetLine Parse(string line, string path, int number)
    {
        try
        {
            return WireJson.Read<DatasetLine>(line);
        }
        catch (JsonException fault)
        {
            throw new DatasetException($"{path}: line {number} is no line of a data set; make the data set anew.", fault);
        }
    }
}
