using ChatBot.Answering.Corrections;
using ChatBot.Answering.Guarding;
using ChatBot.Answering.Records;
using ChatBot.Answering.Retrieval;
using ChatBot.Knowledge.Chunking;
using ChatBot.Knowledge.Indexing;
using ChatBot.Knowledge.Records;
using ChatBot.Knowledge.Records.Asking;
using ChatBot.Knowledge.Searching;
using ChatBot.Language;
using Microsoft.Extensions.Options;

namespace ChatBot.Answering.Explaining;

/// <summary>
/// Says why a question gets the answer that it gets. The answer is the answerer's own, and every verdict is given by the stage that gives
/// it to people: nothing is judged here.
/// </summary>
public sealed class QuestionExplainer(
    Answerer answerer,
    QuestionGuard guard,
    ICorrectionMatcher corrections,
    RecordAnswers records,
    RecordSight sight,
    Retriever retriever,
    KnowledgeDocuments documents,
    IOptions<RetrievalOptions> options
)
{
    /// <summary>Documents kept out that are named; more are on the page of documents.</summary>
    private const int MostKeptOut = 5;

    /// <param name="asker">Where it is asked, which decides which rows are seen.</param>
    public async Task<ExplainedAnswer> ExplainAsync(RecordAsker asker, string text, CancellationToken cancel = default)
    {
        var reading = QuestionReading.Of(text);
        var question = new Question(text)
        {
            Workspace = asker.Workspace,
            Channel = asker.Channel,
            Conversation = asker.Conversation,
            Standalone = reading,
            WithoutModel = true,
        };
        var answer = await answerer.AnswerAsync(question, cancel);
        SearchReasons? reasons = null;
        var found = await retriever.RetrieveAsync(asker.Workspace, reading, cancel, tell: told => reasons = told);
        var rows = await RowsAsync(question, cancel);
        var all = await RowsAsync(question with { Channel = RecordRights.AdminChannel }, cancel);
        return new ExplainedAnswer(
            answer,
            await guard.RefuseAsync(reading, cancel: cancel),
            await corrections.MatchAsync(asker.Workspace, reading, cancel),
            rows,
            all == rows ? null : all,
            await guard.CheckTopicAsync(asker.Workspace, reading, reading, cancel),
            reasons ?? new SearchReasons("words", [], new Dictionary<string, FoundBecause>()),
            [.. found.Passages.Select((passage, i) => Explained(i, passage, reasons, answer))],
            found.Enough,
            options.Value.Threshold,
            await sight.OfAsync(asker, cancel),
            await KeptOutAsync(asker.Workspace, reading, cancel)
        );
    }

    private async Task<RowsVerdict?> RowsAsync(Question question, CancellationToken cancel) =>
        await records.AnswerAsync(question, cancel) is { } reply ? new RowsVerdict(reply.Outcome, reply.Rule, reply.Text) : null;

    private ExplainedPassage Explained(int at, Passage passage, SearchReasons? reasons, Answer answer) =>
        new(
            at + 1,
            passage,
            reasons?.Passages.GetValueOrDefault(passage.ChunkId),
            passage.Verdict?.Chosen,
            Nearest(passage),
            passage.Similarity >= options.Value.Threshold,
            at < options.Value.TopK,
            answer.Receipt.Sources.Any(source => source.Cited && source.ChunkId == passage.ChunkId)
        );

    private static string? Nearest(Passage passage)
    {
        if (passage.SentenceCosines.Count == 0)
            return null;
        var sentences = Sentences.Split(passage.Text).ToList();
        var nearest = passage.SentenceCosines.Index().MaxBy(one => one.Item).Index;
        return nearest < sentences.Count ? sentences[nearest].In(passage.Text) : null;
    }

    private async Task<IReadOnlyList<ListedDocument>> KeptOutAsync(string workspace, QuestionReading question, CancellationToken cancel) =>
        [
            .. (await documents.KeptOutAsync(workspace, cancel))
                .Where(document => Terms.Content(document.Title).Keys.Any(question.Stems.ContainsKey))
                .Take(MostKeptOut),
        ];
}
