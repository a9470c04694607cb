using ChatBot.Knowledge.Reading.Markdown;

namespace ChatBot.Core.Tests.Knowledge.Reading.Markdown;

public sealed class HtmlInMarkdownTests
{
    [Theory]
    [InlineData(
        "<details>\n<summary>Why?</summary>\n\nBecause of **this**:\n\n```sh\nls\n```\n\n- a\n- b\n\n</details>\n\nAfter.",
        "Why?\n\nBecause of this:\n\n```sh\nls\n```\n\n- a\n- b\n\nAfter."
    )]
    [InlineData(
        "<table>\n<tr><th>A</th><th>B</th></tr>\n<tr><td>\n\nOne `x`\n\n</td><td>2<br>3</td></tr>\n</table>",
        "| A | B |\n| --- | --- |\n| One `x` | 2 3 |"
    )]
    [InlineData(
        "Press <kbd>Ctrl</kbd>+<kbd>C</kbd>, H<sub>2</sub>O, <del>old</del> <b>new *word*</b>.",
        "Press `Ctrl`+`C`, H₂O, new word."
    )]
    [InlineData("One<br>two<br/>three <!-- hidden -->", "One\ntwo\nthree")]
    [InlineData("<dl>\n<dt>Term</dt>\n<dd>Meaning</dd>\n</dl>", "Term: Meaning")]
    [InlineData(
        "<a name=\"x\"></a>\nText with <a href=\"https://x.example\">a link and `code`</a>.",
        "Text with [a link and `code`](https://x.example)."
    )]
    [InlineData(
        "- item\n\n  <details><summary>More</summary>\n\n  Hidden *text*.\n\n  </details>\n- next",
        "- item\n  More: Hidden text.\n- next"
    )]
    [InlineData("| A | B |\n|---|---|\n| x<br>y | <kbd>z</kbd> |", "| A | B |\n| --- | --- |\n| x y | `z` |")]
    [InlineData("<p align=\"center\">\n\n**Bold** and <img src=\"https://badge.example/badge.svg\" alt=\"build\">\n\n</p>", "Bold and")]
    [InlineData("<script>\nalert(1)\n</script>\n\n<style>\n.a { }\n</style>\n\nText.", "Text.")]
    public void Html_and_markdown_within_each_other_are_both_read(string text, string expected) => Assert.Equal(expected, Whole(text));

    [Fact]
    public void A_readme_that_begins_with_a_logo_and_badges_has_its_heading_as_title()
    {
        var page = Assert.Single(
            new MarkdownReader().ReadText(
                "README.md",
                "<p align=\"center\"><img src=\"logo.svg\" alt=\"Logo\"></p>\n<h1 align=\"center\">The "
                    + "Mover</h1>\n\nMoves files.\n\n## Use\n\nRun it."
            )
        );
        Assert.Equal(("The Mover", "Moves files.\n\n# Use\n\nRun it."), (page.Title, page.Whole()));
    }

    [Fact]
    public void A_fold_out_with_headings_is_a_section() =>
        Assert.Equal(
            [
                ["A"],
                ["A", "More"],
                ["A", "More", "Deep"],
            ],
            new MarkdownReader()
                .ReadText("a.md", "## A\n\nText.\n\n<details>\n<summary>More</summary>\n\nIntro.\n\n#### Deep\n\nBelow.\n\n</details>")[0]
                .Sections.Select(section => section.Headings)
        );

    private static string Whole(string text) => Assert.Single(new MarkdownReader().ReadText("page.md", text)).Whole();
}
