using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using ChatBot.Answering;
using ChatBot.Answering.Evaluation;
using ChatBot.Answering.Generation;
using ChatBot.TestKit.Answering;
using ChatBot.TestKit.Knowledge;
using Microsoft.Extensions.AI;

namespace ChatBot.Benchmarks;

/// <summary>
/// <c>pipeline [ROUNDS]</c>: what the way of a question costs by itself. The whole Answerer, as shipped, on the sample knowledge and its
/// questions, around a chat model that takes no time: it recites the first sentences of its first source. The same without a model beside
/// it.
/// </summary>
internal static partial class PipelineBenchmark
{
    private static readonly string Sample = Path.Combine(AppContext.BaseDirectory, "Sample");

    public static async Task RunAsync(string[] args)
    {
        var rounds = args is [var count, ..] ? int.Parse(count, CultureInfo.InvariantCulture) : 5;
        await using var knowledge = await KnowledgeDriver.StartAsync(
            settings: new KeyValuePair<string, string?>("Embeddings:Provider", "onnx")
        );
        await knowledge.IngestAsync(Path.Combine(Sample, "knowledge"));
        var questions = await EvaluationCase.ReadAsync(Path.Combine(Sample, "questions.jsonl")).Select(one => one.Question).ToListAsync();

        using var model = new Reciting();
        await MeasureAsync(
            "chat model",
            Builder(knowledge).With<IAnswerGenerator>(new ChatModelGenerator(model, "reciting", "none")),
            questions,
            rounds
        );
        Console.WriteLine($"  the model was asked {model.Asked} times");
        await MeasureAsync("extractive", Builder(knowledge), questions, rounds);
    }

    private static AnswererBuilder Builder(KnowledgeDriver knowledge) =>
        new AnswererBuilder(knowledge.Index)
            .Set("Embeddings:Provider", "onnx")
            .Set("Model:ReuseFor", "00:00:00") // each question goes the whole way
            .Set("Guard:TopicFile", Path.Combine(Sample, "topic.json"));

    private static async Task MeasureAsync(string name, AnswererBuilder builder, List<string> questions, int rounds)
    {
        await using var services = builder.Services();
        var answerer = (Answerer)services.GetService(typeof(Answerer))!;
        var totals = new List<double>();
        var stages = new Dictionary<string, List<double>>();
        var written = 0;
        var processor = TimeSpan.Zero;
        for (var round = -1; round < rounds; round++) // the first one warms up
        {
            if (round == 0)
                processor = Environment.CpuUsage.TotalTime;
            foreach (var question in questions)
            {
                var start = Stopwatch.GetTimestamp();
                var answer = await answerer.AnswerAsync(new Question(question), default, new Deaf());
                if (round < 0)
                    continue;
                totals.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
                written += answer.Receipt.Model is null ? 0 : 1;
                foreach (var (stage, milliseconds) in answer.Receipt.LatencyMs)
                    (stages.TryGetValue(stage, out var all) ? all : stages[stage] = []).Add(milliseconds);
            }
        }
        Console.WriteLine(
            $"{name}: {totals.Count} answers, {written} of them the model's: p50 {At(totals, 0.5):0.0} ms, p95 {At(totals, 0.95):0.0} ms, "
                + $"p99 {At(totals, 0.99):0.0} ms; "
                + $"{(Environment.CpuUsage.TotalTime - processor).TotalMilliseconds / totals.Count:0.0} ms of processor time each"
        );
        foreach (var (stage, all) in stages)
            Console.WriteLine($"  {stage, -12} p50 {At(all, 0.5), 5:0.0}  p95 {At(all, 0.95), 5:0.0}");
    }

    private static double At(List<double> values, double share) => values.Order().ElementAt((int)(share * (values.Count - 1)));

    private sealed class Deaf : IAnswerWatcher
    {
        public void Begins(string stage) { }

        public void Says(string sentence) { }
    }

    /// <summary>A model that takes no time and says nothing but what its first source says.</summary>
    private sealed partial class Reciting : IChatClient
    {
        private const int MostSentences = 3;

        public int Asked { get; private set; }

        public Task<ChatResponse> GetResponseAsync(
            IEnumerable<ChatMessage> messages,
            ChatOptions? options = null,
            CancellationToken cancellationToken = default
        ) => Task.FromResult(new ChatResponse(new ChatMessage(ChatRole.Assistant, Reply(messages))));

        public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
            IEnumerable<ChatMessage> messages,
            ChatOptions? options = null,
            [EnumeratorCancellation] CancellationToken cancellationToken = default
        )
        {
            await Task.CompletedTask;
            foreach (var piece in Reply(messages).Chunk(8))
                yield return new ChatResponseUpdate(ChatRole.Assistant, new string(piece));
        }

        public object? GetService(Type serviceType, object? serviceKey = null) => null;

        public void Dispose() { }

        private string Reply(IEnumerable<ChatMessage> messages)
        {
            Asked++;
            var source = FirstSource().Match(messages.Last().Text).Groups[1].Value;
            var prose = source.Split('\n').Where(line => line.Length > 0 && char.IsLetter(line[0]));
            return ScriptedChatModel.Json([
                .. prose.SelectMany(line => Sentence().Matches(line)).Take(MostSentences).Select(sentence => (sentence.Value.Trim(), 1)),
            ]);
        }

        [GeneratedRegex(@"<source number=""1""[^>]*>\n(.*?)\n</source>", RegexOptions.Singleline)]
        private static partial Regex FirstSource();

        [GeneratedRegex(@"[A-Z].+?[.](?=\s|$)")]
        private static partial Regex Sentence();
    }
}
