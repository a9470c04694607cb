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
    [InlineData("5 d", "time")]
    [InlineData("5 D", "")]
    [InlineData("5 B", "bytes")]
    [InlineData("5 b", "")]
    public void A_single_letter_is_a_unit_as_it_is_written_only(string text, string dimension) =>
        Assert.Equal(dimension, FigureOf(text).Dimension);

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

    /// <summary>Each token as kind:original, its word and stem where they are others, ! for a name, ` for code, and its clause.</summary>
    [Theory]
    [InlineData(
        "- The gateway\n2. Kafka runs\n# Head\n> Said",
        "W:The>the0 W:gateway=gatewai0 W:Kafka>kafka!1 W:runs=run1 W:Head>head2 W:Said>said3"
    )]
    [InlineData("a | The b", "W:a0 W:The>the1 W:b1")]
    [InlineData("Call `run()` or `get x: [1, 2]`, then wait.", "W:Call>call0 I:run`0 W:or0 I:get`0 I:x`0 F:10 F:20 W:then1 W:wait1")]
    [InlineData("``a `b` c`` Then `open", "I:a`0 I:b`0 I:c`0 W:Then>then!0 W:open0")]
    [InlineData("See [docs](https://a.example/X \"t\") (now).", "W:See>see0 W:docs=doc1 L:https://a.example/X>https://a.example/x1 W:now2")]
    [InlineData("“Quoted,” he said – (aside) done.", "W:Quoted>quoted=quot0 W:he1 W:said1 W:aside=asid2 W:done3")]
    [InlineData(
        "Kafka stops. Postponing Redis helps; Unlikely Celery: Restarted iPhone",
        "W:Kafka>kafka!0 W:stops=stop0 W:Postponing>postponing=postpon1 W:Redis>redis=redi!1 "
            + "W:helps=help1 W:Unlikely>unlikely=unlik!2 W:Celery>celery=celeri!2 W:Restarted>restarted=restart3 I:iPhone>iphone3"
    )]
    [InlineData("Anna's team’s X", "W:Anna>anna0 W:team0 W:X>x0")]
    [InlineData(
        "5GB 90% $5 €3.50 3rd 1,000ms v2.1 10x 5+ 30°C",
        "F:5GB>5=5000000000 bytes0 W:GB>gb0 F:90%>90=90 share0 W:%0 "
            + "F:$5>5=5 dollars0 W:$0 F:€3.50>3.50=3.5 euros0 W:€0 F:3rd>3=3000 time0 F:1,000ms>1000=1000 time0 W:ms0 "
            + "F:v2.1>2.10 F:10x>100 F:5+>50 F:30°C>30=30 temperature0 W:°C>°c0"
    )]
    [InlineData(
        "10.0.0.1 12:30 FOO=1 a::b camelCase ./x a/b/c x.py --flag -f @me obj_name {x}",
        "F:10.0.0.10 I:12:300 I:FOO=1>foo=10 I:a::b0 I:camelCase>camelcase0 I:./x0 I:a/b/c0 I:x.py0 I:--flag0 I:-f0 I:@me0 I:obj_name0 W:x0"
    )]
    [InlineData("GiB € B", "W:GiB>gib0 W:€0 W:B>b0")]
    [InlineData("日本 text本", "W:日0 W:本0 W:text0 W:本0")]
    [InlineData(
        "state-of-the-art 3-day A&B pre–2.0 -",
        "W:state0 W:of0 W:the0 W:art0 F:3=259200000 time0 W:day=dai0 W:A>a0 W:B>b0 W:pre0 F:2.00"
    )]
    [InlineData("twenty minutes, the second twice", "F:twenty>20=1200000 time0 W:minutes=minut0 W:the1 W:second1 W:twice1")]
    [InlineData(
        "one hour costs 5 million dollars",
        "F:one>1=3600000 time0 W:hour0 W:costs=cost0 F:5=5000000 dollars0 F:million>1000000=1000000 dollars0 W:dollars=dollar0"
    )]
    [InlineData("Write net@B.example -> now", "W:Write>write0 L:net@B.example>net@b.example0 W:now0")]
    [InlineData("www.A.example/x, HTTPS://b.example!", "L:www.A.example/x>www.a.example/x0 L:HTTPS://b.example>https://b.example1")]
    [InlineData("(\"Hello There\") [Now] \"The end\"", "W:Hello>hello1 W:There>there!1 W:Now>now!3 W:The>the!3 W:end3")]
    [InlineData("app.py Restarted", "I:app.py0 W:Restarted>restarted=restart!0")]
    public void A_text_is_taken_apart_by_its_marks(string text, string tokens) =>
        Assert.Equal(tokens, string.Join(' ', TextTokens.Of(text).Select(Shown)));

    [Theory]
    [InlineData(
        "curl -s https://a.example/x; rm 'a b' [c] 5GB .",
        "I:curl`0 I:-s`0 I:https://a.example/x`0 I:rm`0 I:a`0 I:b`0 I:c`0 F:5GB>5=5000000000 bytes0 W:GB>gb0"
    )]
    [InlineData("Systems: running", "I:Systems>systems=system`0 I:running=run`0")]
    public void Code_is_identifiers_and_figures(string text, string tokens) =>
        Assert.Equal(tokens, string.Join(' ', TextTokens.Of(text, isCode: true).Select(Shown)));

    private static string Shown(TextToken token)
    {
        var word = token.Word == token.Original ? "" : $">{token.Word}";
        var stem = token.Stem == token.Word ? "" : $"={token.Stem}";
        var marks = (token.IsName ? "!" : "") + (token.InCode ? "`" : "");
        return $"{token.Kind.ToString()[0]}:{token.Original}{word}{stem}{marks}{token.Clause}";
    }

    private static Figure FigureOf(string text)
    {
        var tokens = TextTokens.Of(text);
        return Figures.At(tokens, tokens.FindIndex(token => token.Kind == TokenKind.Figure));
    }
}
