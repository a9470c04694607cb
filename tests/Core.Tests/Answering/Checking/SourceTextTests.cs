using ChatBot.Answering.Checking;

namespace ChatBot.Core.Tests.Answering.Checking;

public sealed class SourceTextTests
{
    private static readonly SourceText Gateway = new(
        "Network > Gateway",
        "The gateway holds max_retries of 3 and one session per user.\n\n```sh\n$ sudo  systemctl restart gateway\n> gwctl\n```\n\n"
            + "Set IDLE_LIMIT_30 in log-2024.txt for five million rows. The file is net-guide.pdf or /etc/a.conf."
    );

    [Fact]
    public void Its_sentences_and_the_lines_of_its_code_stand_by_themselves() =>
        Assert.Equal(
            [
                ("The gateway holds max_retries of 3 and one session per user.", false),
                ("$ sudo  systemctl restart gateway", true),
                ("> gwctl", true),
                ("Set IDLE_LIMIT_30 in log-2024.txt for five million rows.", false),
                ("The file is net-guide.pdf or /etc/a.conf.", false),
            ],
            Gateway.Sentences.Select(sentence => (sentence.Text, sentence.IsCode))
        );

    [Theory]
    [InlineData("```\nfirst line\n~~~ said\n~~~sh\n```", "first line / ~~~ said")]
    [InlineData("```run this```", "```run this```")]
    public void A_fence_and_the_name_of_its_language_are_no_code(string body, string lines) =>
        Assert.Equal(lines, string.Join(" / ", new SourceText("", body).Sentences.Select(sentence => sentence.Text)));

    [Fact]
    public void Its_figures_are_those_that_it_says_in_digits_words_and_names() =>
        Assert.Equal("3 1 30 2024 5000000 1000000", string.Join(' ', Gateway.Figures.Select(figure => figure.Value + figure.Dimension)));

    [Fact]
    public void A_text_that_ends_with_an_article_says_no_figure_there() => Assert.Empty(new SourceText("", "Wait for a").Figures);

    [Fact]
    public void Its_words_are_stems_and_words_and_parts_of_identifiers() =>
        Assert.Superset(
            new HashSet<string> { "gateway", "holds", "retries", "retri", "idle", "limit", "max_retries", "network" },
            Gateway.Words
        );

    [Fact]
    public void Each_word_stands_once_in_its_vocabulary_and_sentences_point_there()
    {
        Assert.Equal(Gateway.Vocabulary.Count, Gateway.Vocabulary.Select(token => (token.Kind, token.Word, token.Stem)).Distinct().Count());
        foreach (var sentence in Gateway.Sentences.Append(Gateway.Headings))
            Assert.Equal(sentence.Tokens.Select(token => token.Word), sentence.Ids.Select(id => Gateway.Vocabulary[id].Word));
    }

    [Theory]
    [InlineData("max_retries", true)]
    [InlineData("max_retrie", false)]
    [InlineData("retries", false)]
    [InlineData("IDLE_LIMIT_30", true)]
    [InlineData("idle_limit_30", false)]
    [InlineData("/etc/a.conf", true)]
    [InlineData("etc/a.conf", true)]
    [InlineData("net-guide.pdf", true)]
    [InlineData("net", false)]
    [InlineData("guide.pdf", true)]
    [InlineData("a.conf.", true)]
    [InlineData("Network", true)]
    [InlineData("nothing", false)]
    public void It_holds_a_name_that_stands_there_whole(string name, bool holds) =>
        Assert.Equal(holds, Gateway.Holds(name, StringComparison.Ordinal));

    [Theory]
    [InlineData("sudo systemctl restart gateway", true)]
    [InlineData("  $ sudo systemctl   restart gateway ", true)]
    [InlineData("systemctl restart gateway", true)]
    [InlineData("systemctl restart gate", false)]
    [InlineData("sudo systemctl stop gateway", false)]
    [InlineData("gwctl", true)]
    [InlineData("gwc", false)]
    [InlineData("per", false)]
    [InlineData("user", true)]
    public void It_holds_a_line_of_code_whatever_white_space_is_in_it(string line, bool holds) =>
        Assert.Equal(holds, Gateway.HoldsLine(line));
}
