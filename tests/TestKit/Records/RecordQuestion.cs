using System.Text.Json;
using ChatBot.Knowledge.Records.Asking;

namespace ChatBot.TestKit.Records;

/// <summary>What a question about the generated table should become.</summary>
public enum Expected
{
    /// <summary>Understood, as <see cref="RecordQuestion.Query"/>.</summary>
    Query,

    /// <summary>Nothing of it is about rows: a question for the pages.</summary>
    None,

    /// <summary>Asked back: it may mean several things.</summary>
    Ask,

    /// <summary>The table cannot tell: any reading but an understood one is right.</summary>
    Unanswerable,

    /// <summary>It names a row that does not exist.</summary>
    NoSuchRow,
}

/// <summary>A question with what it asks.</summary>
/// <param name="Earlier">The question before it; null for none.</param>
/// <param name="OrAsk">Asking back is as good as understanding.</param>
public sealed record RecordQuestion(
    string Question,
    Expected Expects,
    RecordQuery? Query = null,
    string? Earlier = null,
    bool OrAsk = false
)
{
    /// <summary>
    /// Reads lines of JSON: <c>question</c>, <c>earlier</c>, and one of <c>query</c>, <c>none</c>, <c>ask</c>, <c>unanswerable</c>,
    /// <c>noSuchRow</c>; a query with <c>ask</c> may be asked back as well. The query's source is the generated table.
    /// </summary>
    public static IReadOnlyList<RecordQuestion> ReadFile(string path) => [.. File.ReadLines(path).Select(Read)];

    /// <summary>The 200 that people wrote, in other words than <see cref="QuestionGenerator"/>'s.</summary>
    public static IReadOnlyList<RecordQuestion> ReadByHand() =>
        ReadFile(Path.Combine(SharedData.RepositoryRoot!, "tests", "Core.Tests", "Knowledge", "Records", "hand-questions.jsonl"));

    private static RecordQuestion Read(string line)
    {
        var written = WireJson.Read<Line>(line);
        var expects =
            written.Query is not null ? Expected.Query
            : written.None ? Expected.None
            : written.Ask ? Expected.Ask
            : written.Unanswerable ? Expected.Unanswerable
            : written.NoSuchRow ? Expected.NoSuchRow
            : throw new JsonException($"Nothing is expected of: {line}");
        return new RecordQuestion(
            written.Question,
            expects,
            written.Query is { } query ? query with { Source = RequestTable.Source } : null,
            written.Earlier,
            written.Query is not null && written.Ask
        );
    }

    private sealed record Line
    {
        public required string Question { get; init; }
        public string? Earlier { get; init; }
        public RecordQuery? Query { get; init; }
        public bool None { get; init; }
        public bool Ask { get; init; }
        public bool Unanswerable { get; init; }
        public bool NoSuchRow { get; init; }
    }
}
