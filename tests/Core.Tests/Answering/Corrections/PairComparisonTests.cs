using System.Text.Json;
using ChatBot.Answering.Corrections;
using ChatBot.Language;
using ChatBot.TestKit;

namespace ChatBot.Core.Tests.Answering.Corrections;

public sealed class PairComparisonTests
{
    /// <summary>By words alone: without vectors that know meanings.</summary>
    private static readonly double Shipped = new CorrectionsOptions().Threshold;

    /// <summary>Paraphrases that must be recognised, of those in the file.</summary>
    private const double PromisedRecall = 0.8;

    [Fact]
    public void No_correction_answers_a_near_miss_of_its_question_in_either_direction()
    {
        var fired = Lines("near-misses.jsonl")
            .Select(line => (A: line.GetProperty("question").GetString()!, B: line.GetProperty("other").GetString()!))
            .SelectMany(pair => new[] { pair, (A: pair.B, B: pair.A) })
            .Where(pair => Score(pair.A, pair.B) >= Shipped)
            .ToList();
        Assert.Empty(fired);
    }

    [Fact]
    public void Most_paraphrases_are_recognised()
    {
        var pairs = Lines("paraphrases.jsonl")
            .SelectMany(line =>
                line.GetProperty("paraphrases")
                    .EnumerateArray()
                    .Select(other => (A: line.GetProperty("question").GetString()!, B: other.GetString()!))
            )
            .ToList();
        Assert.True(pairs.Count(pair => Score(pair.A, pair.B) >= Shipped) >= PromisedRecall * pairs.Count);
    }

    [Theory]
    [InlineData("How do I undo the last commit?", "how do i undo the last comit", true)]
    [InlineData("How do I turn off the nightly check?", "how can I switch the nightly check off?", true)]
    [InlineData("How do I turn off the nightly check?", "how can I turn the nightly check on?", false)]
    [InlineData("What changed in version 2.1?", "what changed in v2.1", true)]
    [InlineData("What changed in version 2.1?", "what changed in v2.2", false)]
    [InlineData("Who owns the orders table?", "Who owns the orders table in staging?", false)]
    [InlineData("When is the mart ready?", "Why is the mart ready?", false)]
    [InlineData("How do I copy A to B?", "How do I copy B to A?", false)]
    [InlineData("如何撤销最后一次提交", "如何撤销最后一次提交", true)]
    [InlineData("How do I mount the volume?", "How do I count the volume?", false)]
    public void Evidence_decides(string approved, string asked, bool same) => Assert.Equal(same, Score(approved, asked) >= Shipped);

    [Theory]
    [InlineData("")]
    [InlineData("?")]
    [InlineData("\ud800")]
    [InlineData("' -- _ . / :")]
    public void Anything_can_be_read(string text) => Assert.InRange(Score(text, "How do I undo the last commit?"), 0, 0.5);

    private static double Score(string approved, string asked) =>
        QuestionReading.Of(approved) is var own && QuestionReading.Of(asked) is var other && own.Key == other.Key
            ? 1
            : CorrectionModel.Shipped.OnScale(PairComparison.Of(own, other).Score);

    private static IEnumerable<JsonElement> Lines(string file) =>
        File.ReadLines(Path.Combine(SharedData.RepositoryRoot!, "tests", "Core.Tests", "Answering", "Corrections", file))
            .Select(line => JsonDocument.Parse(line).RootElement);
}
