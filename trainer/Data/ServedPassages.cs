using System.Globalization;
using ChatBot.Answering.Guarding;
using ChatBot.Answering.Retrieval;
using ChatBot.Knowledge;
using ChatBot.Knowledge.Indexing;
using ChatBot.Language;
using ChatBot.Privacy;
using ChatBot.Storage;
using Dapper;

namespace ChatBot.Trainer.Data;

/// <param name="AsServed">False: retrieved for this data set.</param>
internal readonly record struct FoundPassages(IReadOnlyList<Passage> Passages, bool AsServed);

/// <summary>
/// The passages that a question was answered from, in their order: those of its receipt where the index still has every one of them (a
/// chunk's id is never used again and its text never changes), else what is found for it today. Redacted, since a data set leaves the
/// database; a text without personal data stays as it is served.
/// </summary>
internal sealed class ServedPassages(IDatabase database, Retriever retriever, PassageSanitiser sanitiser, Redactor redactor)
{
    public async Task<FoundPassages> OfAsync(string workspace, Feedback feedback, QuestionReading question, CancellationToken cancel)
    {
        var known = await ByIdAsync(workspace, feedback.Chunks, cancel);
        if (known.Count > 0 && feedback.Chunks.All(known.ContainsKey))
        {
            var served = new List<Passage>(known.Count);
            foreach (var id in feedback.Chunks)
                if (await sanitiser.SanitiseAsync(known[id], cancel) is var clean && !string.IsNullOrWhiteSpace(clean.Text))
                    served.Add(Redacted(clean));
            return new(served, AsServed: true);
        }
        var found = await retriever.RetrieveAsync(workspace, question, cancel);
        return new([.. found.Passages.Select(Redacted)], AsServed: false);
    }

    private Passage Redacted(Passage passage) =>
        passage with
        {
            Headings = [.. passage.Headings.Select(heading => redactor.Redact(heading).Text)],
            Text = redactor.Redact(passage.Text).Text,
        };

    private async Task<IReadOnlyDictionary<string, Passage>> ByIdAsync(
        string workspace,
        IReadOnlyList<string> chunks,
        CancellationToken cancel
    )
    {
        // Ids that are no numbers are another index's.
        var ids = chunks.Select(id => long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1);
        var numbers = ids.Where(id => id >= 0).Distinct().ToArray();
        if (numbers.Length == 0)
            return new Dictionary<string, Passage>();
        await using var connection = await database.OpenAsync(workspace, cancel);
        var rows = await connection.QueryAsync<Row>(
            new CommandDefinition(
                $"""
                select c.id as Id, c.document_id as DocumentId, c.title as Title, d.uri as Uri, d.category as Category,
                       c.ordinal as Ordinal, c.kind as Kind, c.text as Text
                from chunks c join documents d on d.id = c.document_id
                where c.workspace = @workspace and {database.Sql.IsOneOf("c.id", "numbers")}
                """,
                new { workspace, numbers },
                cancellationToken: cancel
            )
        );
        return rows.ToDictionary(row => row.Id.ToString(CultureInfo.InvariantCulture), row => row.ToPassage());
    }

    private sealed class Row
    {
        public long Id { get; init; }
        public string DocumentId { get; init; } = "";
        public string Title { get; init; } = "";
        public string Uri { get; init; } = "";
        public string Category { get; init; } = "";
        public int Ordinal { get; init; }
        public string Kind { get; init; } = "";
        public string Text { get; init; } = "";

        public Passage ToPassage() =>
            new(
                Id.ToString(CultureInfo.InvariantCulture),
                DocumentId,
                HeadingPath.Split(Title),
                Uri,
                Category,
                Ordinal,
                Kind,
                Text,
                Similarity: 0
            );
    }
}
