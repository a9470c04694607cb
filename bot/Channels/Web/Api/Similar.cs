using ChatBot.Bot.Hosting.Indexing;
using ChatBot.Knowledge.Indexing;
using ChatBot.Knowledge.Records.Asking;
using ChatBot.Knowledge.Records.Searching;

namespace ChatBot.Bot.Channels.Web.Api;

/// <summary>What resembles a text: passages of documents, and rows of records that the asker may see.</summary>
internal sealed class Similar(IKnowledgeIndex index, RecordSearch records, IndexingState indexing)
{
    private const string Category = "category";

    /// <param name="filters">Values by name; null is no filter.</param>
    public async Task<IReadOnlyList<SimilarResult>> FindAsync(
        RecordAsker asker,
        string query,
        int count,
        IReadOnlyDictionary<string, string?> filters,
        CancellationToken cancel
    )
    {
        await indexing.SettleAsync(cancel);
        var wanted = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in filters)
            if (value is not null)
                wanted[name] = value;
        var category = wanted.GetValueOrDefault(Category);
        // Documents have a category and nothing else that could meet a filter.
        IReadOnlyList<Passage> passages =
            wanted.Count > (category is null ? 0 : 1)
                ? []
                : await index.SearchAsync(new KnowledgeQuery(asker.Workspace, query, count, category), cancel);
        var rows = await records.FindAsync(asker, query, wanted, count, cancel);
        return
        [
            .. passages
                .Select(passage => new SimilarResult(passage.Title, passage.Uri, passage.Similarity, passage.Text))
                .Concat(rows.Select(row => new SimilarResult(row.Name, row.Uri, row.Similarity, row.Text)))
                .OrderByDescending(result => result.Similarity)
                .Take(count),
        ];
    }
}
