using ChatBot.Knowledge.Reading.Markdown;

namespace ChatBot.Core.Tests.Knowledge.Reading.Markdown;

public sealed class MarkdownReaderTests
{
    [Fact]
    public void Front_matter_names_the_page_and_headings_make_sections()
    {
        var page = Assert.Single(
            new MarkdownReader().ReadText(
                "guide/undo.md",
                """
                ---
                title: Undoing work
                category: git
                keywords: [revert, reset]
                ---
                # Undo

                Intro text.

                ## The last commit {#last}
                Use `git reset`.

                ### Keep changes
                Add --soft.

                ## Pushed commits
                Use `git revert`.
                """
            )
        );
        Assert.Equal(("Undoing work", "git", "revert reset"), (page.Title, page.Category, page.Names));
        Assert.Equal(
            ["", "The last commit", "The last commit/Keep changes", "Pushed commits"],
            page.Sections.Select(section => string.Join('/', section.Headings))
        );
        Assert.Equal("Add --soft.", page.Sections[2].Text);
    }

    [Fact]
    public void Code_keeps_its_hashes_and_blank_lines_and_mdx_components_leave()
    {
        var page = Assert.Single(
            new MarkdownReader().ReadText(
                "a.mdx",
                """
                import Tabs from '@theme/Tabs';

                # Load

                <Tabs>

                ```py
                # not a heading

                import this
                <NotAComponent>
                ```

                </Tabs>
                :::note
                Keep this line.
                :::
                """
            )
        );
        var section = Assert.Single(page.Sections);
        Assert.Equal("Load", page.Title);
        Assert.Equal("```py\n# not a heading\n\nimport this\n<NotAComponent>\n```\n\nKeep this line.", section.Text);
    }

    [Theory]
    [InlineData("---\ntitle: [unclosed\n---\n# Real title\nText.", "Real title")]
    [InlineData("---\nno end of front matter", "Some page")]
    [InlineData("Only text.", "Some page")]
    [InlineData("---\n---\nText.", "Some page")]
    public void Broken_or_missing_front_matter_costs_no_page(string text, string title)
    {
        var page = Assert.Single(new MarkdownReader().ReadText("some-page.md", text));
        Assert.Equal(title, page.Title);
        Assert.NotEmpty(page.Sections);
    }

    [Fact]
    public void A_quoted_note_is_read_like_any_text_and_a_shell_prompt_in_code_stays()
    {
        var page = Assert.Single(
            new MarkdownReader().ReadText(
                "note.md",
                """
                # Names

                > [!TIP]
                > Choose short names:
                > - good: `orders`
                >
                > ```sh
                > rename orders
                > ```

                ```text
                > show tables
                ```
                """
            )
        );
        Assert.Equal(
            "Choose short names:\n\n- good: `orders`\n\n```sh\nrename orders\n```\n\n```text\n> show tables\n```",
            Assert.Single(page.Sections).Text
        );
    }

    [Theory]
    [InlineData("description: Moves closed months to the archive.", "Moves closed months to the archive.\n\nText.")]
    [InlineData("description: How to move", "Text.")]
    public void A_description_is_read_where_it_is_a_sentence(string matter, string expected) =>
        Assert.Equal(expected, new MarkdownReader().ReadText("a.md", $"---\n{matter}\n---\n# Mover\n\nText.")[0].Whole());

    [Theory]
    [InlineData("{\n  \"title\": \"Keys\",\n  \"tags\": [\"a\", \"b\"]\n}\n\nText.", "Keys", "a b")]
    [InlineData("+++\ntitle = \"Keys\"\ncategories = [\"ops\"]\ntags = [\"a\"]\n+++\nText.", "Keys", "a")]
    [InlineData("---\ntitle: Keys\ntags:\n  - a\n  - b\n---\nText.", "Keys", "a b")]
    [InlineData("---\nNo mapping.\n---\n\nText.", "Page", "")]
    [InlineData("{ not json\n\nText.", "Page", "")]
    public void Front_matter_has_three_forms(string text, string title, string names)
    {
        var page = new MarkdownReader().ReadText("page.md", text)[0];
        Assert.Equal((title, names), (page.Title, page.Names));
        Assert.EndsWith("Text.", page.Whole());
    }
}
