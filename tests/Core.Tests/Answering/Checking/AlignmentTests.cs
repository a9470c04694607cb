using System.Globalization;
using ChatBot.Answering.Checking;

namespace ChatBot.Core.Tests.Answering.Checking;

public sealed class AlignmentTests
{
    /// <summary>Each word as sentence.position of what it stands for, - for nothing; of several the one that goes on best.</summary>
    [Theory]
    [InlineData("The gateway closes sessions.", "The gateway closes idle sessions.", "0.0 0.1 0.2 0.4")]
    [InlineData("closes the gateway", "The gateway closes.", "0.2 0.0 0.1")]
    [InlineData("Redis restarts the job.", "The job stops. Then Redis restarts the job. The job sleeps.", "0.1 0.2 0.3 0.4")]
    [InlineData("Redis stops and Kafka starts.", "Redis starts. Kafka stops. Redis stops. Kafka starts.", "1.0 0.1 - 0.0 1.1")]
    [InlineData("Delete the branch by hand.", "By hand one may remove a branch.", "0.4 - 0.6 - 0.1")]
    [InlineData("Unicorns dance.", "The gateway closes.", "- -")]
    [InlineData("the job and the job", "the job, the other job, the job", "0.0 0.1 - 0.2 0.4")]
    public void Each_word_is_placed_where_it_stands(string statement, string source, string places) =>
        Assert.Equal(
            places,
            string.Join(' ', Of(statement, source).Words.Select(word => word.Sentence < 0 ? "-" : $"{word.Sentence}.{word.Position}"))
        );

    [Theory]
    [InlineData("Redis restarts the job and the cache warms up slowly.", "The cache warms up slowly. / Redis restarts the job.")]
    [InlineData("Kafka sleeps.", "Kafka sleeps.")]
    [InlineData("Redis, Kafka, Celery, Nginx, Postgres and Grafana run.", "Redis runs. / Kafka sleeps. / Celery runs. / Nginx runs.")]
    [InlineData("Networks guide the gateway.", "Network guide")]
    public void The_sentences_that_hold_most_of_it_support_it_the_best_first(string statement, string support)
    {
        string[] sources =
        [
            "The cache warms up slowly. Redis restarts the job. Kafka sleeps here for a long time while nobody looks at it. "
                + "Kafka sleeps.",
            "Redis runs. Kafka runs. Celery runs. Nginx runs. Postgres runs. Grafana runs.",
        ];
        var alignment = new Alignment(TextTokens.Of(statement), [.. sources.Select(source => new SourceText("Network guide", source))]);

        Assert.Equal(support, string.Join(" / ", alignment.Support.Select(sentence => sentence.Text)));
    }

    [Fact]
    public void What_stands_anywhere_is_known_though_its_sentence_supports_nothing()
    {
        var alignment = Of("Redis removes unicorns.", "Redis deletes. Redis deletes. Unicorns.");

        Assert.Equal(
            "1 0.8 1",
            string.Join(' ', alignment.Elsewhere.Select(likeness => likeness.ToString("0.##", CultureInfo.InvariantCulture)))
        );
        Assert.Equal(alignment.Statement.Sum(token => token.Weight), alignment.Total);
    }

    private static Alignment Of(string statement, string source) => new(TextTokens.Of(statement), [new SourceText("", source)]);
}
