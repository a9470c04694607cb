using ChatBot.Answering;
using ChatBot.Bot.Admin.Pages.Knowledge;
using ChatBot.Bot.Documents;
using ChatBot.Knowledge.Indexing;

namespace ChatBot.Bot.Admin.Pages.Answers;

/// <summary>A document that says, or should say, what was asked.</summary>
/// <param name="Original">Where it opens as it is; null where it does not.</param>
/// <param name="Desk">Its page here, for admins; null where it is gone.</param>
public sealed record AnswerDocument(string Title, string Uri, string? Original, string? Desk);

/// <summary>The documents behind answers: those that were cited, and those nearest to a question.</summary>
public sealed class AnswerDocuments(DocumentAddresses addresses, IKnowledgeIndex index, SourceLinks links)
{
    private const int Nearest = 5;

    /// <summary>Those of each list of sources, a document once, in one look-up.</summary>
    public async Task<IReadOnlyList<IReadOnlyList<AnswerDocument>>> OfAsync(
        string workspace,
        IReadOnlyList<IReadOnlyList<Source>> answers,
        CancellationToken cancel
    )
    {
        var all = answers.SelectMany(sources => sources).ToList();
        var found = await addresses.FindAsync(
            workspace,
            [.. all.Select(source => source.DocumentId).Where(id => id.Length > 0).Distinct()],
            [.. all.Select(source => source.Uri).Where(uri => uri.Length > 0).Distinct()],
            cancel
        );
        var byId = found.Where(document => document.Id.Length > 0).ToDictionary(document => document.Id);
        var byUri = found.ToLookup(document => document.Uri);
        return
        [
            .. answers.Select(sources =>
                (IReadOnlyList<AnswerDocument>)
                    [
                        .. links
                            .Here(workspace, sources)
                            .DistinctBy(source => source.Uri)
                            .Select(source =>
                            {
                                var document = byId.GetValueOrDefault(source.DocumentId) ?? byUri[source.Uri].FirstOrDefault();
                                return new AnswerDocument(
                                    document?.Title is { Length: > 0 } title ? title : source.Title,
                                    source.Uri,
                                    // What is gone opens no more; a page of the web is not ours to know.
                                    document is { IsExcluded: false }
                                    || SourceLinks.WebPage(source.Uri) is not null
                                        ? source.Link
                                        : null,
                                    document is null ? null : DocumentPage.AddressOf(document)
                                );
                            }),
                    ]
            ),
        ];
    }

    public async Task<IReadOnlyList<AnswerDocument>> OfAsync(string workspace, IReadOnlyList<Source> sources, CancellationToken cancel) =>
        (await OfAsync(workspace, [sources], cancel))[0];

    /// <summary>By search, whatever its similarity: where nothing answers, the nearest is where it may belong.</summary>
    public async Task<IReadOnlyList<AnswerDocument>> NearestAsync(string workspace, string question, CancellationToken cancel)
    {
        var passages = await index.SearchAsync(new KnowledgeQuery(workspace, question, Nearest * 2), cancel);
        List<Source> sources = [.. passages.Select((passage, n) => Source.Of(n + 1, passage, "", ""))];
        return [.. (await OfAsync(workspace, sources, cancel)).Take(Nearest)];
    }
}
