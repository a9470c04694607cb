using ChatBot.Knowledge.Reading.Markup;

namespace ChatBot.Core.Tests.Knowledge.Reading.Markup;

public sealed class AsciiDocReaderTests
{
    [Fact]
    public void The_header_gives_title_and_names_and_sections_have_their_headings()
    {
        var page = Assert.Single(
            new AsciiDocReader().ReadText(
                "a.adoc",
                "= The Mover\nJane Doe <jane@example.com>\nv1.0, 2024-01-01\n:keywords: archive, "
                    + "cold\n:toc:\n\nIntro.\n\n== Use [[use]]\n\nA.\n\n=== Deep\n\nB."
            )
        );
        Assert.Equal(("The Mover", "archive cold"), (page.Title, page.Names));
        Assert.Equal(["", "Use", "Use/Deep"], page.Sections.Select(section => string.Join('/', section.Headings)));
        Assert.Equal("Intro.", page.Sections[0].Text);
    }

    [Theory]
    [InlineData("A *bold*, _slanted_, `code` and #marked# word, **un**bound.", "A bold, slanted, `code` and marked word, unbound.")]
    [InlineData("10^6^, H~2~O, [.line-through]#gone# kept.", "10⁶, H₂O, kept.")]
    [InlineData(
        "https://a.example[the page^], https://b.example. link:x.html[here], <<use,the part>>, xref:a.adoc#b[there].",
        "[the page](https://a.example), https://b.example. here, the part, there."
    )]
    [InlineData(
        ":v: 3\n\nVersion {v} of {unknown}. Press kbd:[Ctrl+C], menu:File[Save as].",
        "Version 3 of {unknown}. Press `Ctrl+C`, File → Save as."
    )]
    [InlineData("Said.footnote:[A *note*.] And more.", "Said. And more.\n\nA note.")]
    [InlineData("One +\ntwo with snake_case_name and 2*3*4.", "One\ntwo with snake_case_name and 2*3*4.")]
    [InlineData("((Index)) word(((a,b))), image:a.png[Icon of a lock].", "Index word, Icon of a lock.")]
    public void Inline_markup_leaves_its_words(string text, string expected) => Reads(text, expected);

    [Theory]
    [InlineData("* one\n** two\n*** three\n* four", "- one\n  - two\n    - three\n- four")]
    [InlineData(". one\n+\n----\ncode\n----\n. two\n.. sub", "1. one\n   ```\n   code\n   ```\n2. two\n   a. sub")]
    [InlineData("Term:: Meaning.\nOther::\n+\nBelow.\n\nCPU::: Unit", "Term: Meaning.\n\nOther: Below.\n\nCPU: Unit")]
    [InlineData("* [x] done\n* [ ] open", "- [x] done\n- [ ] open")]
    public void Lists_nest_by_their_marks(string text, string expected) => Reads(text, expected);

    [Theory]
    [InlineData("WARNING: It burns.\n\nNOTE: Mind it.", "Warning: It burns.\n\nMind it.")]
    [InlineData("[CAUTION]\n====\nA.\n\nB.\n====", "Caution: A.\n\nB.")]
    [InlineData(".Example\n====\nText.\n====\n\n****\nAside.\n****\n\n____\nQuote.\n____", "Example: Text.\n\nAside.\n\nQuote.")]
    [InlineData(".app.rb\n[source,ruby]\n----\nputs 1 # <1>\n----\n<1> Prints.", "app.rb:\n\n```ruby\nputs 1 # <1>\n```\n\n1. Prints.")]
    [InlineData("....\nliteral *x*\n....\n\n indented\n\n```sh\nls\n```", "```\nliteral *x*\n```\n\n```\nindented\n```\n\n```sh\nls\n```")]
    [InlineData(
        "// comment\n////\nmore\n////\ninclude::x.adoc[]\ntoc::[]\nifdef::web[]\nShown.\nendif::[]\n\n'''\n\nEnd.",
        "Shown.\n\nEnd."
    )]
    [InlineData("image::a.png[How data flows,300]\n\nimage::b.png[]", "How data flows")]
    [InlineData("++++\n<p>Raw <b>HTML</b></p>\n++++", "Raw HTML")]
    public void Blocks_are_told_apart(string text, string expected) => Reads(text, expected);

    [Theory]
    [InlineData("|===\n|A |B\n\n|1 |2\n|3 |*4*\n|===", "| A | B |\n| --- | --- |\n| 1 | 2 |\n| 3 | 4 |")]
    [InlineData("[cols=\"1,2a\",options=\"header\"]\n|===\n|A\n|B\n|1\n|* x\n* y\n|===", "| A | B |\n| --- | --- |\n| 1 | x y |")]
    [InlineData("[cols=2*]\n|===\n2+|both\n.2+|down |1\n|2\n|===", "| both | both |\n| down | 1 |\n| down | 2 |")]
    [InlineData("[%header,format=csv]\n|===\nA,B\n\"1, 2\",3\n|===", "| A | B |\n| --- | --- |\n| 1, 2 | 3 |")]
    public void Tables_have_their_cells(string text, string expected) => Reads(text, expected);

    private static void Reads(string text, string expected) =>
        Assert.Equal(expected, Assert.Single(new AsciiDocReader().ReadText("a.adoc", text)).Whole());
}
