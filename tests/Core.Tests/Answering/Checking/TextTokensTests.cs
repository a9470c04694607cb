using ChatBot.Answering.Checking;

namespace ChatBot.Core.Tests.Answering.Checking;

public sealed class TextTokensTests
{
    [Theory]
    [InlineData("60 minutes", "1 hour")]
    [InlineData("1,000 ms", "1 second")]
    [InlineData("two weeks", "14 days")]
    [InlineData("1.5 GB", "1500 MB")]
    [InlineData("$5", "5 dollars")]
    [InlineData("3rd", "third")]
    [InlineData("90 %", "90 percent")]
    [InlineData("12 months", "one year")]
    public void The_same_amount_is_the_same_figure(string one, string other)
    {
        Assert.True(FigureOf(one).Carries(FigureOf(other)));
        Assert.True(FigureOf(other).Carries(FigureOf(one)));
    }

    [Theory]
    [InlineData("60 minutes", "60 seconds")]
    [InlineData("1 GB", "1 GiB")]
    [InlineData("3.1", "3.10")]
    [InlineData("5 MB", "5 Mbit")]
    [InlineData("$5", "5 €")]
    public void Another_amount_is_another_figure(string one, string other) => Assert.False(FigureOf(one).Carries(FigureOf(other)));

    [Theory]
    [InlineData("Run `pip install --no-deps x`", "pip install --no-deps x")]
    [InlineData("Call app.run() or obj.method_name", "app.run obj.method_name")]
    [InlineData("See /etc/hosts and ./run.sh.", "/etc/hosts ./run.sh")]
    [InlineData("Use FOO_BAR=1 here", "FOO_BAR=1")]
    public void Identifiers_stay_whole(string text, string expected) =>
        Assert.Equal(
            expected.Split(' ').Where(word => word.Any(c => !char.IsAsciiLetter(c)) || text.Contains('`')),
            TextTokens.Of(text).Where(token => token.Kind == TokenKind.Identifier).Select(token => token.Original.TrimEnd('(', ')'))
        );

    [Fact]
    public void An_address_is_a_link_wherever_it_stands() =>
        Assert.Equal(
            ["https://a.example/x", "net@b.example", "https://c.example"],
            TextTokens
                .Of("See https://a.example/x, write to net@b.example or click [here](https://c.example).")
                .Where(token => token.Kind == TokenKind.Link)
                .Select(token => token.Original)
        );

    private static Figure FigureOf(string text)
    {
        var tokens = TextTokens.Of(text);
        return Figures.At(tokens, tokens.FindIndex(token => token.Kind == TokenKind.Figure));
    }
}
