using ChatBot.Answering.Guarding;

namespace ChatBot.Core.Tests.Answering.Guarding;

public sealed class TopicFileTests
{
    [Fact]
    public void A_file_is_read_without_blanks_around_its_texts_and_without_empty_examples()
    {
        var topic = Load(
            """{"name": " Git ", "description": " Versions. ", "inScope": ["a", " ", null], "offTopic": ["b"], "refusal": " No. "}"""
        );

        Assert.Equal(("Git", "Versions.", "No."), (topic.Name, topic.Description, topic.Refusal));
        Assert.Equal(["a"], topic.InScope);
        Assert.Equal(["b"], topic.OffTopic);
    }

    [Theory]
    [InlineData("""{"name": "Git", "description": "Versions."}""", null)]
    [InlineData("""{"name": "Git", "inScope": ["a"]}""", null)]
    [InlineData("""{"name": "Git", "inScope": [""]}""", "needs example questions in \"inScope\", or at least a \"description\"")]
    [InlineData("""{"name": " ", "description": "Versions."}""", "has no \"name\"")]
    [InlineData("""{"name": ["Git"]}""", "is not JSON of the shape")]
    public void Examples_or_a_description_are_enough_and_less_is_told_in_a_line(string json, string? fault)
    {
        var thrown = Record.Exception(() => Load(json));

        if (fault is null)
            Assert.Null(thrown);
        else
            Assert.Contains(fault, Assert.IsType<InvalidOperationException>(thrown).Message);
    }

    [Fact]
    public void A_file_that_is_not_there_is_told_by_its_name() =>
        Assert.Contains(
            "'no-such-topic.json' is neither at",
            Assert.Throws<InvalidOperationException>(() => TopicFile.Load("no-such-topic.json")).Message
        );

    private static TopicFile Load(string json)
    {
        var path = Path.Combine(Directory.CreateTempSubdirectory("topic").FullName, "topic.json");
        File.WriteAllText(path, json);
        return TopicFile.Load(path);
    }
}
