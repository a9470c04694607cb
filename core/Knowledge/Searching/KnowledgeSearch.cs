using System.Globalization;
using ChatBot.Embedding;
using ChatBot.Knowledge.Indexing;
using ChatBot.Language;

namespace ChatBot.Knowledge.Searching;

/// <summary>
/// Searches the index: the engine offers candidates, the ranking here orders them by all the evidence that their terms give, the
/// same on every engine.
/// </summary>
public sealed class KnowledgeSearch(IKnowledgeReader reader, QuestionVectors vectors) : IKnowledgeIndex
{
    /// <summary>Candidates that are looked at closely; more find nothing better and cost time.</summary>
    private const int Pool = 50;

    /// <summary>Candidates that only the vector arm may add.</summary>
    private const int VectorPool = 10;

    /// <summary>What has less similarity shares nothing with the question but chance.</summary>
    private const double Floor = 0.003;

    /// <summary>Passages of one document among the results, so that one long page does not hide the others.</summary>
    private static int PerDocument(int count) => Math.Max(2, count * 3 / 8);

    public async Task<IndexSize> SizeAsync(string workspace, CancellationToken cancel = default)
    {
        await using var index = await reader.OpenAsync(workspace, cancel);
        var totals = await index.TotalsAsync(cancel);
        return new IndexSize(totals.Documents, totals.Chunks);
    }

    public async Task<IReadOnlyList<Passage>> SearchAsync(KnowledgeQuery query, CancellationToken cancel = default)
    {
        if (query.TopK <= 0)
            return [];
        var vector = await VectorAsync(query.Question, cancel); // before a connection is taken: an embedder may be far away
        await using var index = await reader.OpenAsync(query.Workspace, cancel);
        var (scored, evidence) = await CollectAsync(index, query, vector, cancel);
        if (query.Within is { } page)
            scored = OnPage(scored, page);
        var ranking =
            scored.All(pair => pair.found.Cosine == 0) ? Ranking.Words // the index has no vectors, or none of this embedder yet
            : vectors.Embedder.IsLexical ? Ranking.Spelling
            : Ranking.Meaning;
        var ranked = scored
            .Select(pair => (pair.candidate, pair.found, score: ranking.Score(pair.found), similarity: ranking.Similarity(pair.found)))
            .Where(pair => (pair.similarity >= Floor || query.Within is not null) && !IsLeftOut(pair.candidate))
            .OrderByDescending(pair => pair.score)
            .ThenBy(pair => pair.candidate.ChunkId)
            .ToList();
        query.Tell?.Invoke(ReasonsOf(ranking, evidence, ranked));
        var best = Spread(ranked, query.TopK, query.Within is null ? PerDocument(query.TopK) : query.TopK);
        var passages = await index.PassagesAsync([.. best.Select(pair => pair.candidate.ChunkId)], cancel);
        return
        [
            .. best.Where(pair => passages.ContainsKey(pair.candidate.ChunkId))
                .Select(pair =>
                    passages[pair.candidate.ChunkId] with
                    {
                        Similarity = pair.similarity,
                        Found = pair.found,
                        SentenceCosines = pair.candidate.SentenceCosines,
                    }
                ),
        ];

        bool IsLeftOut(Candidate candidate) => query.Without?.Contains(IdOf(candidate)) == true;
    }

    /// <summary>Those of the page that a chunk stands on; its title has brought them in.</summary>
    private static List<(Candidate candidate, Evidence found)> OnPage(List<(Candidate candidate, Evidence found)> scored, PageOf page)
    {
        var document = scored.Find(pair => IdOf(pair.candidate) == page.ChunkId).candidate?.DocumentId;
        return scored.FindAll(pair => pair.candidate.DocumentId == document);
    }

    private static string IdOf(Candidate candidate) => candidate.ChunkId.ToString(CultureInfo.InvariantCulture);

    /// <summary>The candidates of both arms, words and vectors, with the evidence for each.</summary>
    internal async Task<List<(Candidate candidate, Evidence found)>> GatherAsync(
        IKnowledgeSnapshot index,
        KnowledgeQuery query,
        ReadOnlyMemory<float> vector,
        CancellationToken cancel
    ) => (await CollectAsync(index, query, vector, cancel)).Scored;

    /// <returns>Beside the candidates what read them; null where nothing is indexed.</returns>
    private async Task<(List<(Candidate candidate, Evidence found)> Scored, EvidenceCollector? Evidence)> CollectAsync(
        IKnowledgeSnapshot index,
        KnowledgeQuery query,
        ReadOnlyMemory<float> vector,
        CancellationToken cancel
    )
    {
        var sought = query.Question.SearchTerms;
        var joined = query.Question.JoinedWords;
        var search = new CandidateSearch(
            Distinct([
                .. sought.Select(term => term.Term),
                .. joined.Select(word => word.Whole),
                .. query.Within is { } page ? QuestionReading.Of(page.Title).SearchTerms.Select(term => term.Term) : [],
            ]),
            vector,
            vectors.Embedder.Name,
            query.Category,
            Math.Max(Pool, query.TopK * 2),
            VectorPool
        );
        var found = await index.FindAsync(search, cancel);
        if (found.Totals.Chunks == 0)
            return ([], null);
        var unknown = sought
            .Where(term => !term.Compound && !term.Exact && !found.Frequencies.ContainsKey(term.Term))
            .Select(term => term.Term)
            .ToHashSet(StringComparer.Ordinal);
        // Halves can be common words, which many chunks hold: they are looked for only in place of a word that none holds.
        var halved = joined.Where(word => unknown.Contains(word.Whole)).ToList();
        var spellings = await Spelling.OfAsync(index, unknown.Except(halved.Select(word => word.Whole)), cancel);
        if (halved.Count + spellings.Count > 0)
            found = await index.FindAsync(
                search with
                {
                    Terms = Distinct([
                        .. search.Terms.Select(term => spellings.GetValueOrDefault(term)?.Term ?? term),
                        .. halved.SelectMany(word => (string[])[word.First, word.Second]),
                    ]),
                },
                cancel
            );
        SearchMeter.Candidates.Add(found.Candidates.Count);
        var terms = SearchTerms.Weigh(query.Question, spellings, found);
        var evidence = new EvidenceCollector(terms, found.Totals.AverageLength);
        return ([.. found.Candidates.Select(candidate => (candidate, evidence.Of(candidate)))], evidence);

        static string[] Distinct(IEnumerable<string> terms) => [.. terms.Distinct(StringComparer.Ordinal)];
    }

    private static SearchReasons ReasonsOf(
        Ranking ranking,
        EvidenceCollector? evidence,
        List<(Candidate candidate, Evidence found, double score, double similarity)> ranked
    )
    {
        var passages = new Dictionary<string, FoundBecause>(StringComparer.Ordinal);
        foreach (var (i, (candidate, _, score, similarity)) in ranked.Index())
        {
            var found = evidence!.Of(candidate);
            var (held, lacking) = evidence.Words();
            passages[IdOf(candidate)] = new FoundBecause(
                i + 1,
                score,
                similarity,
                held,
                lacking,
                found.Cosine,
                found.SentenceCosine,
                found.TitleCosine,
                ranking.Weigh(found)
            );
        }
        return new SearchReasons(ranking.Kind, evidence?.Question.Words ?? [], passages);
    }

    /// <summary>Empty where words alone decide: for a question in a language that the embedder does not know.</summary>
    private async ValueTask<ReadOnlyMemory<float>> VectorAsync(QuestionReading question, CancellationToken cancel) =>
        vectors.Embedder.IsEnglishOnly && !question.IsEnglish ? default : await vectors.OfAsync(question, cancel);

    private static List<(Candidate candidate, Evidence found, double score, double similarity)> Spread(
        List<(Candidate candidate, Evidence found, double score, double similarity)> ranked,
        int count,
        int share
    )
    {
        var perDocument = new Dictionary<string, int>(StringComparer.Ordinal);
        var chosen = new List<(Candidate candidate, Evidence found, double score, double similarity)>(count);
        foreach (var entry in ranked)
        {
            var taken = perDocument.GetValueOrDefault(entry.candidate.DocumentId);
            if (taken == share)
                continue;
            perDocument[entry.candidate.DocumentId] = taken + 1;
            chosen.Add(entry);
            if (chosen.Count == count)
                break;
        }
        return chosen;
    }
}
