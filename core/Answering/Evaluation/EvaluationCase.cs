using System.Runtime.CompilerServices;
using System.Text.Json;

namespace ChatBot.Answering.Evaluation;

/// <summary>A question with what is known about its right answer; a line of a cases file.</summary>
/// <param name="ExpectedDocuments">Ids or uris; finding any one of them counts.</param>
/// <param name="ExpectedAnswers">Wordings of the right answer; containing any one of them counts.</param>
/// <param name="ShouldBlock">The guard has to refuse it.</param>
public sealed record EvaluationCase(
    string Question,
    IReadOnlyList<string>? ExpectedDocuments = null,
    IReadOnlyList<string>? ExpectedAnswers = null,
    bool ShouldBlock = false
)
{
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
            throw new InvalidDataException(
                $"{path}, line {number}: not a case {{\"question\", \"expectedDocuments\"?, \"expectedAnswers\"?, "
                    + $"\"shouldBlock\"?}}: {fault.Message}",
                fault
            );
        }
    }
}
