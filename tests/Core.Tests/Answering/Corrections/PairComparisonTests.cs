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

    /// <summary>The model was fitted on these numbers: whoever changes how words are compared has to fit it again.</summary>
    [Theory]
    [InlineData("How do I undo the last commit?", "how can I undo my last commit", 0.9790, 2.5795, "how do i the", "how can i my")]
    [InlineData(
        "How do I undo the last commit?",
        "How do I undo the last commit in staging?",
        0.0000,
        2.5795,
        "how do i the",
        "how do i the in staging"
    )]
    [InlineData("When is the sales mart ready?", "sales mart ready", 0.8831, 2.6220, "when is the", "")]
    [InlineData("When is the sales mart ready?", "Is the sales mart ready?", 0.7158, 2.6220, "when is the", "is the")]
    [InlineData("Where is the sales mart stored?", "How do I store the sales mart?", 0.8193, 2.7270, "where is the", "how do i the")]
    [InlineData("Why did the nightly load fail?", "Why does the nightly load fail?", 0.9501, 2.8903, "why did the", "why does the")]
    [InlineData(
        "Why did the nightly load fail?",
        "What happens if the nightly load fails?",
        0.7670,
        2.9125,
        "why did the",
        "what happens if the"
    )]
    [InlineData(
        "Who may change the retention of logs?",
        "May I change the retention of logs?",
        0.8642,
        2.7126,
        "who may the of",
        "may i the of"
    )]
    [InlineData(
        "What can you do about slow queries?",
        "What can be done about slow queries?",
        0.9757,
        1.8315,
        "what can you do about",
        "what can be done about"
    )]
    [InlineData("How do I delete a branch?", "How do I remove a branch?", 0.9480, 1.6960, "how do i delete a", "how do i remove a")]
    [InlineData("What is a branch?", "How do I delete a branch?", 0.2555, 0.8049, "what is a", "how do i delete a")]
    [InlineData("How do I rotate the API key?", "How often is the API key rotated?", 0.6077, 2.7694, "how do i the", "how often is the")]
    [InlineData("How do I mount the volume?", "How do I count the volume?", 0.0000, 0.8231, "how do i mount the", "how do i count the")]
    [InlineData(
        "How do I restart worker_pool_3?",
        "how to restart the worker pool 3",
        0.0000,
        1.0000,
        "how do i worker pool 3",
        "how to the worker pool 3"
    )]
    [InlineData(
        "What does the staging job copy?",
        "What does the archive job copy?",
        0.0000,
        1.6751,
        "what does the staging",
        "what does the archive"
    )]
    [InlineData(
        "How do I undo the last comit?",
        "how to undo the latest commit",
        0.8847,
        2.6497,
        "how do i the last comit",
        "how to the latest commit"
    )]
    [InlineData(
        "How do I grant access to the archive?",
        "How do I give access to the archive?",
        0.9771,
        2.4446,
        "how do i grant to the",
        "how do i give to the"
    )]
    [InlineData(
        "How do I give access to the archive?",
        "How do I grant access to the archive?",
        0.9771,
        1.7414,
        "how do i give to the",
        "how do i grant to the"
    )]
    [InlineData("Where do I find the logs?", "Where do I delete the logs?", 0.0000, 1.0000, "where do i find the", "where do i delete the")]
    [InlineData("Where are the old logs?", "Where do I find the new logs?", 0.0000, 1.0000, "where are the old", "where do i find the new")]
    [InlineData("Who reviews the orders table?", "Who reviews the customers table?", 0.0000, 1.5785, "who the orders", "who the customers")]
    [InlineData(
        "How do I copy data from test to production?",
        "How do I copy data from production to test?",
        0.0000,
        1.6580,
        "how do i from test to production",
        "how do i from production to test"
    )]
    [InlineData("Which jobs need a lock?", "Which jobs need no lock?", 0.0000, 1.8044, "which need a", "which need no")]
    [InlineData("How do I enable autovacuum?", "How do I disable autovacuum?", 0.0000, 1.0000, "how do i enable", "how do i disable")]
    [InlineData("Is the configuration valid?", "Is the configuration invalid?", 0.0000, 0.9769, "is the valid", "is the invalid")]
    [InlineData("Can you restart the worker?", "Can I restart the worker?", 0.9565, 1.9378, "can you the", "can i the")]
    [InlineData("When will the mart be ready?", "When was the mart ready?", 0.6851, 1.7747, "when will the be", "when was the")]
    [InlineData(
        "How long does the nightly load take?",
        "Why does the nightly load take so long?",
        0.6399,
        2.4877,
        "how does the take",
        "why does the take so"
    )]
    [InlineData("Where is the archive?", "the archive", 0.7400, 0.9643, "where is the", "the")]
    [InlineData("How do I restart the worker?", "the worker", 0.2958, 0.9378, "how do i restart the", "the")]
    [InlineData("What is the archive?", "Where is the archive?", 0.6936, 0.9643, "what is the", "where is the")]
    [InlineData("What does Kafka do?", "What does Redis do?", 0.0000, 0.0000, "what does kafka do", "what does redis do")]
    [InlineData("Kafka", "Kafka lag alert", 0.2917, 1.0000, "", "lag alert")]
    [InlineData("Who may read the payroll?", "What happens if I read the payroll?", 0.7631, 1.7737, "who may the", "what happens if i the")]
    [InlineData("Why?", "What?", 0.0000, 0.0000, "why", "what")]
    [InlineData(
        "How do I delete old snapshots in the archive bucket?",
        "remove snapshots bucket archive old",
        0.9252,
        4.4497,
        "how do i delete in the",
        "remove"
    )]
    [InlineData("How do I remove or delete a branch?", "How do I delete a branch?", 0.9742, 1.696, "how do i remove or a", "how do i a")]
    [InlineData("Where is the archive?", "Where does the archive lie?", 0.9694, 0.9643, "where is the", "where does the lie")]
    [InlineData("How do I mount the archive?", "unmount archive please", 0, 0.9643, "how do i mount the", "unmount please")]
    [InlineData(
        "How do I move the mart from CSV to Parquet?",
        "move mart from Parquet to CSV",
        0,
        3.7132,
        "how do i the from to",
        "from to"
    )]
    public void Words_agree_as_much_as_when_the_model_was_fitted(
        string approved,
        string asked,
        double score,
        double shared,
        string restOfApproved,
        string restOfAsked
    )
    {
        var words = PairComparison.Of(QuestionReading.Of(approved), QuestionReading.Of(asked));

        Assert.Equal((score, shared), (Math.Round(words.Score, 4), Math.Round(words.SharedWeight, 4)));
        Assert.Equal((restOfApproved, restOfAsked), (words.RestOfApproved, words.RestOfAsked));
    }

    [Fact]
    public void What_only_the_approved_question_has_is_missing_from_what_is_shared()
    {
        var words = PairComparison.Of(
            QuestionReading.Of("When is the sales mart ready in the morning after the nightly load?"),
            QuestionReading.Of("When is the sales mart ready?")
        );
        var share = PairFeatures.Of(words, 0.9, [0.8], new PlacedQuestion([1, 0], [0.5, 0.4, 0.3, 0.2, 0.1]))[5];

        Assert.Equal(words.SharedWeight / words.Approved.Content.Sum(word => word.Weight), share, 6);
        Assert.InRange(share, 0.2, 0.9);
    }

    [Fact]
    public void The_model_sees_a_pair_among_its_rivals_as_when_it_was_fitted()
    {
        var words = PairComparison.Of(QuestionReading.Of("When is the sales mart ready?"), QuestionReading.Of("sales mart ready"));

        double[] features = PairFeatures.Of(words, 0.9, [0.45, 0.8], new PlacedQuestion([1, 0], [0.5, 0.4, 0.3, 0.2, 0.1]));

        Assert.Equal([0.9, 0.1, 0.41, 0.3, 0.883, 1, 1, 0], features.Select(feature => Math.Round(feature, 3)));
    }

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
