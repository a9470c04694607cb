using ChatBot.Embedding;
using ChatBot.Knowledge.Indexing;
using ChatBot.Language;
using Microsoft.Extensions.Logging;

namespace ChatBot.Answering.Guarding.Suggesting;

/// <param name="File">To be edited: it knows what the documents say, not what people ask.</param>
/// <param name="Trial">How such a file judges; null where there are too few documents to keep some back.</param>
public sealed record SuggestedTopic(TopicFile File, TopicTrial? Trial);

/// <summary>
/// How a topic file judges that was made, in the same way, of three quarters of the documents. Only its examples judge: that a document
/// holds the words of its own heading would prove nothing.
/// </summary>
/// <param name="HeldOut">Questions made of headings of the other documents.</param>
/// <param name="Refused">Those of them that it would refuse.</param>
/// <param name="Unrelated">Questions of everyday life.</param>
/// <param name="Admitted">Those of them that it would let pass.</param>
public sealed record TopicTrial(int HeldOut, IReadOnlyList<string> Refused, int Unrelated, IReadOnlyList<string> Admitted);

/// <summary>Makes a topic file of the indexed documents: its examples are questions from all over their headings.</summary>
public sealed class TopicSuggestion(
    KnowledgeHeadings headings,
    Embedder embedder,
    QuestionVectors vectors,
    ListVectors lists,
    TimeProvider time,
    ILogger<TopicGuard> log
)
{
    public const int MostExamples = 60;

    /// <summary>Fewer tell the guard too little: the rest is to be written by hand.</summary>
    public const int FewestExamples = 20;

    /// <summary>Of fewer no beginning can be made.</summary>
    public const int LeastExamples = 3;

    /// <summary>Questions that are put into groups; of more, evenly spread ones.</summary>
    private const int MostQuestions = 1_500;

    private const int KeptBackOf = 4,
        FewestKeptBack = 5,
        MostKeptBack = 60;

    /// <summary>Words in the name, and examples whose subjects the description names.</summary>
    private const int NameWords = 3,
        Described = 12;

    private const int Batch = 64;

    /// <param name="name">What it is called; null to find one in the titles.</param>
    /// <param name="unrelated">Questions that it should refuse, for its trial.</param>
    /// <returns>Null where the headings make fewer than <see cref="LeastExamples"/> questions.</returns>
    public async Task<SuggestedTopic?> MakeAsync(
        string workspace,
        string? name,
        IReadOnlyList<string> unrelated,
        CancellationToken cancel = default
    )
    {
        var read = await headings.ListAsync(workspace, source: null, cancel);
        var questions = Spread(HeadingQuestions.Of(read), MostQuestions);
        if (questions.Count < LeastExamples)
            return null;
        var meanings = new List<float[]>(questions.Count);
        foreach (var batch in questions.Chunk(Batch))
            meanings.AddRange((await embedder.EmbedAsync([.. batch.Select(one => one.Text)], cancel)).Select(vector => vector.ToArray()));
        var titles = read.GroupBy(heading => heading.DocumentId).ToDictionary(group => group.Key, group => group.First().Headings[0]);
        var all = Enumerable.Range(0, questions.Count).ToList();
        return new SuggestedTopic(Make(all), await TryAsync());

        TopicFile Make(IReadOnlyList<int> of)
        {
            var examples = MeaningClusters.Middles([.. of.Select(i => meanings[i])], MostExamples).Select(i => questions[of[i]]).ToList();
            var called = name ?? TopicName.Of(titles.Values, NameWords);
            var subjects = examples
                .Select(example => titles[example.DocumentId])
                .Distinct(StringComparer.OrdinalIgnoreCase)
                .Take(Described);
            return new TopicFile(
                called,
                $"Questions about {called}, such as: {string.Join("; ", subjects)}.",
                [.. examples.Select(example => example.Text)],
                [],
                ""
            );
        }

        async Task<TopicTrial?> TryAsync()
        {
            var documents = questions.Select(question => question.DocumentId).Distinct().Index();
            var kept = documents.Where(one => one.Index % KeptBackOf == 0).Select(one => one.Item).ToHashSet();
            var heldOut = Spread([.. questions.Where(question => kept.Contains(question.DocumentId))], MostKeptBack);
            var others = all.Where(i => !kept.Contains(questions[i].DocumentId)).ToList();
            if (heldOut.Count < FewestKeptBack || others.Count < FewestExamples)
                return null;
            var guard = new TopicGuard(TopicSource.Of(Make(others)), new NothingIndexed(), vectors, lists, new NoTopicLessons(), time, log);
            return new TopicTrial(
                heldOut.Count,
                await JudgedAsync(guard, workspace, heldOut.Select(question => question.Text), allowed: false, cancel),
                unrelated.Count,
                await JudgedAsync(guard, workspace, unrelated, allowed: true, cancel)
            );
        }
    }

    private static async Task<IReadOnlyList<string>> JudgedAsync(
        TopicGuard guard,
        string workspace,
        IEnumerable<string> questions,
        bool allowed,
        CancellationToken cancel
    )
    {
        var found = new List<string>();
        foreach (var question in questions)
            if ((await guard.CheckAsync(workspace, QuestionReading.Of(question), cancel)).Allowed == allowed)
                found.Add(question);
        return found;
    }

    /// <summary>Evenly from all over a list.</summary>
    public static IReadOnlyList<T> Spread<T>(IReadOnlyList<T> all, int most) =>
        all.Count <= most ? all : [.. Enumerable.Range(0, most).Select(i => all[(int)((long)i * all.Count / most)])];

    private sealed class NothingIndexed : IKnowledgeIndex
    {
        public Task<IReadOnlyList<Passage>> SearchAsync(KnowledgeQuery query, CancellationToken cancel = default) =>
            Task.FromResult<IReadOnlyList<Passage>>([]);

        public Task<IndexSize> SizeAsync(string workspace, CancellationToken cancel = default) => Task.FromResult(new IndexSize(0, 0));
    }
}
