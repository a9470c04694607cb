using ChatBot.Answering.Guarding.Suggesting;
using ChatBot.Knowledge.Indexing;

namespace ChatBot.Core.Tests.Answering.Guarding.Suggesting;

public sealed class HeadingQuestionsTests
{
    [Theory]
    [InlineData("How do I undo the last commit?", "How do I undo the last commit?")]
    [InlineData("How to rotate the database password", "How do I rotate the database password?")]
    [InlineData("Why the load is slow on Mondays", "Why the load is slow on Mondays?")]
    [InlineData("3.2 Restart the ingestion service", "How do I restart the ingestion service?")]
    [InlineData("Adapt the reflected types", "How do I adapt the reflected types?")]
    [InlineData("Loading parquet files", "How does loading parquet files work?")]
    [InlineData("Custom paginators", "How do custom paginators work?")]
    [InlineData("PostgreSQL replication {#pg}", "What is PostgreSQL replication?")]
    [InlineData("nightly_load.sql", "What does nightly_load.sql do?")]
    public void A_heading_becomes_what_people_would_ask(string heading, string question) =>
        Assert.Equal(question, HeadingQuestions.AsQuestion(heading, neededWeight: 0.8));

    [Theory]
    [InlineData("Overview")]
    [InlineData("See also")]
    [InlineData("What is this?")]
    [InlineData("")]
    public void A_heading_that_says_nothing_by_itself_is_none(string heading) => Assert.Null(HeadingQuestions.AsQuestion(heading));

    [Theory]
    [InlineData("Resources", null)]
    [InlineData("Kubernetes", "What is Kubernetes?")]
    public void A_single_word_is_asked_about_where_it_is_no_common_one(string heading, string? question) =>
        Assert.Equal(question, HeadingQuestions.AsQuestion(heading, neededWeight: 0));

    [Theory]
    [InlineData(3, 0)]
    [InlineData(2, 1)]
    public void Three_documents_that_share_a_heading_make_it_a_matter_of_form_however_many_headings_they_have(int sharing, int asked)
    {
        var read = Enumerable
            .Range(0, 3)
            .SelectMany(i =>
                Enumerable
                    .Range(0, 60)
                    .Select(n => new DocumentHeading($"{i}", ["Kafka connector", $"Section {i} {n}"]))
                    .Prepend(new DocumentHeading($"{i}", ["Kafka connector", i < sharing ? "Rotating credentials" : "Nothing"]))
            )
            .ToList();

        Assert.Equal(asked, HeadingQuestions.Of(read).Count(question => question.Text.Contains("credentials")));
    }

    [Fact]
    public void What_stands_above_sections_of_many_documents_is_a_matter_of_form()
    {
        var read = Enumerable
            .Range(0, 6)
            .SelectMany(i =>
                new DocumentHeading[]
                {
                    new($"{i}", [$"Connector number {(char)('A' + i)}x"]),
                    new($"{i}", [$"Connector number {(char)('A' + i)}x", "Supported write dispositions"]),
                    new($"{i}", [$"Connector number {(char)('A' + i)}x", $"Rotating credentials of vendor {(char)('K' + i)}q"]),
                }
            )
            .ToList();

        var questions = HeadingQuestions.Of(read);

        Assert.DoesNotContain(questions, question => question.Text.Contains("dispositions"));
        Assert.Equal(6, questions.Count(question => question.Text.Contains("credentials")));
        Assert.Equal(questions.Count, questions.Select(question => question.Text).Distinct().Count());
    }

    [Fact]
    public void Groups_are_of_one_meaning_and_the_largest_comes_first()
    {
        float[][] vectors = [.. Around(0, 5), .. Around(1, 9), .. Around(2, 3)];

        var middles = MeaningClusters.Middles(vectors, 3);

        Assert.Equal([1, 0, 2], middles.Select(middle => Array.IndexOf(vectors[middle], vectors[middle].Max())));
        Assert.Equal(middles, MeaningClusters.Middles(vectors, 3));

        static IEnumerable<float[]> Around(int axis, int count) =>
            Enumerable
                .Range(0, count)
                .Select(i =>
                {
                    var vector = new float[4];
                    (vector[axis], vector[3]) = (1, 0.02f * i);
                    var length = MathF.Sqrt(vector.Sum(value => value * value));
                    return vector.Select(value => value / length).ToArray();
                });
    }
}
