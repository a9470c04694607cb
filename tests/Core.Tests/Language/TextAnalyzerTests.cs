using ChatBot.Language;

namespace ChatBot.Core.Tests.Language;

public sealed class TextAnalyzerTests
{
    [Theory]
    [InlineData("Running the pipelines", "run the pipelin")]
    [InlineData("São Tomé's GRÖSSE", "sao tome gross")]
    [InlineData("don't it’s", "dont it")]
    [InlineData("user_bulk_write_lambda.py", "user bulk write lambda py userbulkwritelambdapy*")]
    [InlineData("getUserNameFast()", "get user name fast getusernamefast*")]
    [InlineData("GitHub and DuckDB", "github and duckdb")]
    [InlineData("10,000 rows, v3.14", "10000 row v3 14 v314*")]
    [InlineData("C#, C++ and F# in U.S. trade", "csharp cplusplu and fsharp in u s us* trade")]
    [InlineData("C, an A+ and a+b", "c an aplu and a b")]
    [InlineData("ERR-1234, utf-8", "err 1234 err1234* utf 8 utf8*")]
    [InlineData("ERR1234 and 2010-2012", "err1234 and 2010 2012")]
    [InlineData("an e-mail's run-times", "an e mail email* run time runtim*")]
    [InlineData("東京都 ok", "東京 京都 ok")]
    [InlineData("हिन्दी में", "हिन्दी में")]
    [InlineData("ｆｕｌｌ width", "full width")]
    [InlineData("a\u0301bc zero\u200dwidth", "abc zerowidth")]
    [InlineData("…—!?", "")]
    public void Text_becomes_terms(string text, string expected) =>
        Assert.Equal(expected, string.Join(' ', TextAnalyzer.Terms(text).Select(term => term.Term + (term.Compound ? "*" : ""))));

    [Fact]
    public void Sentences_are_marked_and_compounds_stand_apart()
    {
        var analyzed = TextAnalyzer.Analyze("Call do_it now. Then stop!");
        Assert.Equal(("call do it now . then stop", "doit", 6), (analyzed.Body, analyzed.Names, analyzed.Length));
    }

    /// <summary>Whatever people paste: linear time, no throw, terms of bounded length.</summary>
    [Fact]
    public void Any_text_is_analysed()
    {
        var random = new Random(11);
        for (var round = 0; round < 300; round++)
        {
            var text = string.Concat(
                Enumerable
                    .Range(0, random.Next(200))
                    .Select(_ => random.Next(4) == 0 ? "._'’,#+-\n"[random.Next(9)] : (char)random.Next(1, 0xFFFF))
            );
            Assert.All(TextAnalyzer.Terms(text), term => Assert.InRange(term.Term.Length, 1, 48));
        }
        Assert.All(TextAnalyzer.Terms(new string('x', 100_000)), term => Assert.InRange(term.Term.Length, 1, 48));
    }
}
