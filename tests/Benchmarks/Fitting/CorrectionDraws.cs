using System.Text.Json;
using ChatBot.Answering.Corrections;
using ChatBot.Embedding;
using ChatBot.Language;
using Microsoft.Extensions.Logging.Abstractions;

namespace ChatBot.Benchmarks.Fitting;

/// <summary>A public set of questions with what each wants, read and placed: what corrections are fitted to and measured by.</summary>
internal sealed class CorrectionDraws
{
    private readonly List<Item[]> _train;

    private CorrectionDraws(List<Item> train, List<Item> held)
    {
        Train = train;
        Held = held;
        _train = [.. train.GroupBy(item => item.Intent).Select(group => group.ToArray())];
    }

    private static readonly Embedder Embedder = new(new KeptVectors());

    public static QuestionSpace Space { get; } =
        new(new ListVectors(Embedder), new QuestionVectors(Embedder, NullLogger<QuestionVectors>.Instance));

    public IReadOnlyList<Item> Train { get; }

    public IReadOnlyList<Item> Held { get; }

    /// <param name="folder">With <c>train.jsonl</c> and <c>val.jsonl</c>: <c>{"question", "intent"}</c> a line.</param>
    public static async Task<CorrectionDraws> ReadAsync(string folder) =>
        new(await ReadFileAsync(Path.Combine(folder, "train.jsonl")), await ReadFileAsync(Path.Combine(folder, "val.jsonl")));

    /// <summary>One random training question of each intent as an approved correction whose id is the intent.</summary>
    /// <param name="most">Intents that are drawn.</param>
    public CorrectionIndex Draw(int seed, int most = int.MaxValue)
    {
        var random = new Random(seed);
        var drawn = _train.Select(group => group[random.Next(group.Length)]).ToArray();
        random.Shuffle(drawn);
        var items = drawn.Take(most).ToDictionary(item => item.Intent);
        var index = new CorrectionIndex(
            items.Values.Select(item => new ApprovedCorrection(item.Intent, item.Reading.Text, item.Intent, null, item.Reading))
        );
        index.Places = [.. index.Corrections.Select(correction => items[correction.Id].Place)];
        return index;
    }

    private static async Task<List<Item>> ReadFileAsync(string path)
    {
        var lines = File.ReadLines(path).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        var places = await Space.PlaceAsync([.. lines.Select(line => line.GetProperty("question").GetString()!)]);
        return
        [
            .. lines.Zip(
                places,
                (line, place) =>
                    new Item(QuestionReading.Of(line.GetProperty("question").GetString()!), line.GetProperty("intent").GetString()!, place)
            ),
        ];
    }

    internal sealed record Item(QuestionReading Reading, string Intent, PlacedQuestion Place);
}
