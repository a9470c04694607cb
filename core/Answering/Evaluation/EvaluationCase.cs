using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ChatBot.Answering.Evaluation;

/// <summary>A question with what is known about its right answer; a line of a cases file.</summary>
/// <param name="ExpectedDocuments">Ids or uris; finding any one of them counts. <c>pages</c> is another name for it.</param>
/// <param name="ExpectedAnswers">Wordings of the right answer; containing any one of them counts.</param>
/// <param name="ShouldBlock">The guard has to refuse it.</param>
/// <param name="ExpectedFacts">Groups of wordings, as <see cref="FactMatch"/> compares them: a helpful answer holds one of each group.
/// <c>facts</c> is another name for it.</param>
/// <param name="MustNot">Wordings that no helpful answer holds.</param>
/// <param name="Answerable">False where nothing is written about it: an honest answer says so, and nothing else counts.</param>
/// <param name="Kind">Of question, for figures by kind: definition, howto, …</param>
/// <param name="Paraphrase">It shares hardly a word with what answers it: one of the kind <c>paraphrase</c> too.</param>
public sealed record EvaluationCase(
    string Question,
    IReadOnlyList<string>? ExpectedDocuments = null,
    IReadOnlyList<string>? ExpectedAnswers = null,
    bool ShouldBlock = false,
    IReadOnlyList<IReadOnlyList<string>>? ExpectedFacts = null,
    IReadOnlyList<string>? MustNot = null,
    bool Answerable = true,
    string? Kind = null,
    bool Paraphrase = false
)
{
    /// <summary>Another name for <see cref="ExpectedFacts"/> in a file.</summary>
    [JsonInclude]
    private IReadOnlyList<IReadOnlyList<string>>? Facts
    {
        get => null; // the serialiser passes over what cannot be read
        init => ExpectedFacts ??= value;
    }

    /// <summary>Another name for <see cref="ExpectedDocuments"/> in a file.</summary>
    [JsonInclude]
    private IReadOnlyList<string>? Pages
    {
        get => null;
        init => ExpectedDocuments ??= value;
    }

    /// <summary>The kinds that it counts among.</summary>
    [JsonIgnore]
    public IReadOnlyList<string> Kinds => [.. Kind is null ? [] : new[] { Kind }, .. Paraphrase ? new[] { "paraphrase" } : []];

    /// <summary>The case says which facts a helpful answer holds.</summary>
    [JsonIgnore]
    public bool HasFacts => Answerable && (ExpectedFacts is not null || MustNot is not null);

    /// <summary>A line of a cases file, as people are told what may stand in it.</summary>
    public const string Shape =
        """{"question", "expectedDocuments"?, "expectedAnswers"?, "shouldBlock"?, "expectedFacts"?, "mustNot"?, "answerable"?, "kind"?}""";

    /// <summary>Reads JSON Lines; blank lines are passed over.</summary>
    /// <exception cref="InvalidDataException">Names the line and its fault.</exception>
    public static async IAsyncEnumerable<EvaluationCase> ReadAsync(string path, [EnumeratorCancellation] CancellationToken cancel = default)
    {
        var number = 0;
        await foreach (var line in File.ReadLinesAsync(path, cancel))
        {
            number++;
            if (!string.IsNullOrWhiteSpace(line))
                yield return Read(path, number, line);
        }
    }

    private static EvaluationCase Read(string path, int number, string line)
    {
        try
        {
            var read = WireJson.Read<EvaluationCase>(line);
            return read.Question is not null ? read : throw new InvalidDataException($"{path}, line {number}: \"question\" is missing.");
        }
        catch (JsonException fault)
        {
            throw new InvalidDataException($"{path}, line {number}: not a case {Shape}: {fault.Message}", fault);
        }
    }
}
