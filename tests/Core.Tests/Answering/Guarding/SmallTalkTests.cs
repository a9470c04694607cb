using ChatBot.Answering;
using ChatBot.Answering.Guarding;
using Microsoft.Extensions.Options;

namespace ChatBot.Core.Tests.Answering.Guarding;

public sealed class SmallTalkTests
{
    private static readonly SmallTalk Git = OfTopic("  How do I undo my last commit? ");

    private static readonly SmallTalk NoTopic = new(new TopicSource(Options.Create(new GuardOptions())));

    [Theory]
    [InlineData("Hello!", "Hello! I answer questions about Git. For example: “How do I undo my last commit?” What would you like to know?")]
    [InlineData("thanks", "You are welcome! Ask me anything else whenever you like.")]
    [InlineData("bye", "Goodbye! I am here whenever you need me.")]
    [InlineData("guten Tag", "Hallo! Ich beantworte Fragen zu: Git. Was möchtest du wissen?")]
    public void Each_kind_has_its_reply_with_the_topic_and_an_example_of_it(string text, string reply) =>
        Assert.Equal((Outcome.Answered, reply), (Git.Check(text)!.ReplyOutcome, Git.Check(text)!.Reply));

    [Theory]
    [InlineData("Hello!", "Hello! I answer questions about the documents I was given. What would you like to know?")]
    [InlineData("guten Tag", "Hallo! Ich beantworte Fragen zu: meinen Unterlagen. Was möchtest du wissen?")]
    public void Without_a_topic_it_speaks_of_the_documents(string text, string reply) => Assert.Equal(reply, NoTopic.Check(text)!.Reply);

    [Fact]
    public void An_example_that_is_too_long_to_read_is_left_out()
    {
        Assert.Contains("For example", OfTopic(new string('a', 120)).Check("hi")!.Reply);
        Assert.DoesNotContain("For example", OfTopic(new string('a', 121)).Check("hi")!.Reply);
    }

    [Theory]
    [InlineData("ok, thanks", "smalltalk:thanks")]
    [InlineData("hi, what can you do?", "smalltalk:about")]
    [InlineData("Buenos di\u0301as", "smalltalk:greeting")]
    [InlineData("GRÜß  Gott", "smalltalk:greeting")]
    [InlineData("quien eres", "smalltalk:about")]
    [InlineData("how's it going", "smalltalk:greeting")]
    [InlineData("👍🏽", "smalltalk:thanks")]
    [InlineData("❤️❤️", "smalltalk:thanks")]
    [InlineData("thanks+1", "smalltalk:thanks")]
    [InlineData("so so so so so so so so hello", "smalltalk:greeting")]
    [InlineData("so so so so so so so so so hello", null)]
    [InlineData("please", null)]
    [InlineData("hello world", null)]
    [InlineData("+2", null)]
    [InlineData("", null)]
    [InlineData("?!", null)]
    public void Only_phrases_and_politeness_around_them_are_small_talk(string text, string? rule) =>
        Assert.Equal(rule, Git.Check(text)?.DecidedBy);

    [Fact]
    public void A_text_of_more_than_120_characters_is_none()
    {
        Assert.NotNull(Git.Check("hello".PadRight(120, '!')));
        Assert.Null(Git.Check("hello".PadRight(121, '!')));
    }

    [Theory]
    [InlineData("smalltalk:greeting", true)]
    [InlineData("topic", false)]
    public void A_turn_was_small_talk_where_its_rule_says_so(string rule, bool was) => Assert.Equal(was, SmallTalk.Was(Decided(rule)));

    [Fact]
    public void Of_several_questions_all_must_have_been_small_talk()
    {
        var (talk, topic) = (Decided("smalltalk:thanks"), Decided("topic"));

        Assert.True(SmallTalk.Was(topic with { Parts = [talk, talk] }));
        Assert.False(SmallTalk.Was(talk with { Parts = [talk, topic] }));
        Assert.True(SmallTalk.Was(talk with { Parts = [] }));
    }

    [Theory]
    [InlineData("hi", true)]
    [InlineData("can you help?", true)]
    [InlineData("thanks", false)]
    [InlineData("bye", false)]
    public void A_greeting_and_a_question_about_the_assistant_open_a_talk(string text, bool opens) =>
        Assert.Equal(opens, SmallTalk.OpensATalk(Git.Check(text)!));

    private static SmallTalk OfTopic(string example) => new(TopicSource.Of(new TopicFile("Git", "", [example], [], "")));

    private static Receipt Decided(string rule) =>
        new()
        {
            Outcome = Outcome.Answered,
            Stage = "guarding",
            Rule = rule,
        };
}
