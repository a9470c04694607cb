using ChatBot.Answering.Capping;
using ChatBot.Answering.Generation;
using ChatBot.Knowledge.Indexing;
using ChatBot.Language;
using ChatBot.Storage;

namespace ChatBot.Answering;

/// <summary>One question on its way: what the stages found out so far, and how long each took. Becomes the receipt.</summary>
internal sealed class AnswerRun(Question question, TimeProvider time, IAnswerWatcher? watcher = null)
{
    private readonly long _started = time.GetTimestamp();
    private readonly Dictionary<string, double> _latency = [];

    public Question Question { get; } = question;

    /// <summary>The question as it was asked, read once.</summary>
    public QuestionReading Asked { get; } =
        question.Standalone is { } reading && reading.Written == question.Text ? reading : QuestionReading.Of(question.Text);

    /// <summary>The question as it is searched for: <see cref="Asked"/>, or that completed from the conversation.</summary>
    public QuestionReading Standalone => Question.Standalone ?? Asked;

    /// <summary>The page that is searched; null for all.</summary>
    public PageOf? Within { get; set; }

    /// <summary>What is searched for: on the page that is spoken of its own words say enough.</summary>
    public QuestionReading Sought => Within is null || Question.OnlyPointsBack ? Standalone : Asked;

    /// <summary>When a model's time for this question is over, however often it is asked; null before it was.</summary>
    public DateTimeOffset? ModelDeadline { get; set; }

    /// <summary>Whether who watches has seen the beginning of an answer: they wait for the one that counts.</summary>
    public bool WasSeen { get; set; }

    /// <summary>The stage that is running, or ran last.</summary>
    public string Stage { get; private set; } = "";

    public double? TopicScore { get; set; }

    /// <summary>Ids of chunks that were shown before and are left out; null for none.</summary>
    public IReadOnlySet<string>? Without { get; set; }

    public IReadOnlyList<Passage> Passages { get; set; } = [];

    /// <summary>Who is told what happens meanwhile; null for nobody.</summary>
    public IAnswerWatcher? Watcher => watcher;

    public string PromptVersion { get; set; } = "";
    public string Arm { get; set; } = "";

    /// <summary>The adapter that the model is asked for; null for the model as it is configured.</summary>
    public AdapterUse? Adapter { get; set; }

    /// <summary>Whether this question got as far as the model, or what the model had written before.</summary>
    public bool CameToModel { get; set; }

    /// <summary>Runs a stage under its name and adds up its time; a stage can run twice.</summary>
    public async Task<T> InStageAsync<T>(string stage, Func<Task<T>> run)
    {
        Begin(stage);
        var start = time.GetTimestamp();
        try
        {
            return await run();
        }
        finally
        {
            _latency[stage] = _latency.GetValueOrDefault(stage) + time.GetElapsedTime(start).TotalMilliseconds;
        }
    }

    public T InStage<T>(string stage, Func<T> run)
    {
        Begin(stage);
        var start = time.GetTimestamp();
        var result = run();
        _latency[stage] = _latency.GetValueOrDefault(stage) + time.GetElapsedTime(start).TotalMilliseconds;
        return result;
    }

    private void Begin(string stage)
    {
        Stage = stage;
        watcher?.Begins(stage);
    }

    /// <summary>Ends the run: the answer with its receipt.</summary>
    /// <param name="cited">Ids of the passages that the text cites.</param>
    public Answer End(
        Outcome outcome,
        string rule,
        string text,
        double confidence = 0,
        Func<Receipt, Receipt>? fill = null,
        IReadOnlyList<Source>? sources = null,
        IReadOnlySet<string>? cited = null
    )
    {
        _latency["total"] = time.GetElapsedTime(_started).TotalMilliseconds;
        var words = Words.Count(text);
        var receipt = new Receipt
        {
            Outcome = outcome,
            Stage = Stage,
            Rule = rule,
            TopicScore = TopicScore,
            Words = words,
            StandaloneQuestion = Standalone.Written == Question.Text && !Standalone.IsPaste ? null : Standalone.Text,
            PromptVersion = PromptVersion,
            Arm = Arm,
            AssignedAdapter = CameToModel ? Adapter?.Id ?? AdapterUse.Base : "",
            Category = Passages.Count > 0 ? Passages[0].Category : "",
            Sources =
            [
                .. Passages.Select(passage => new ReceiptSource(
                    passage.ChunkId,
                    passage.Uri,
                    passage.Similarity,
                    cited?.Contains(passage.ChunkId) == true
                )),
            ],
            LatencyMs = _latency,
        };
        return new Answer(Ids.New(time), text, outcome, words, confidence, sources ?? [], fill?.Invoke(receipt) ?? receipt);
    }
}
