using ChatBot.Knowledge.Reading.Blocks;

namespace ChatBot.Core.Tests.Knowledge.Reading.Blocks;

public sealed class OutlineTests
{
    [Fact]
    public void A_first_heading_is_the_title_and_deeper_ones_stand_below_the_ones_above()
    {
        var outline = Outline.Of([H(1, "Guide"), P("Lead."), H(2, "Setup"), P("One."), H(4, "Linux"), P("Two."), H(2, "Use"), P("Three.")]);
        Assert.Equal("Guide", outline.Title);
        Assert.Equal(
            ["|Lead.", "Setup|One.", "Setup/Linux|Two.", "Use|Three."],
            outline.Sections.Select(section => $"{string.Join('/', section.Headings)}|{section.Text}")
        );
    }

    [Fact]
    public void A_title_known_from_elsewhere_leaves_the_first_heading_a_section()
    {
        var outline = Outline.Of([H(1, "Guide"), P("Lead.")], titled: true);
        Assert.Null(outline.Title);
        Assert.Equal(["Guide"], outline.Sections[0].Headings);
    }

    [Fact]
    public void A_heading_with_nothing_below_it_heads_no_section_and_is_not_lost()
    {
        var outline = Outline.Of(
            [H(2, "First"), H(2, "Second"), P("One."), H(3, "Third"), H(2, "Fourth"), P("Two."), H(2, "Fifth"), H(3, "Sixth")],
            titled: true
        );
        Assert.Equal(
            ["|## First", "Second|One.\n\n### Third", "Fourth|Two.\n\n## Fifth\n\n### Sixth"],
            outline.Sections.Select(section => $"{string.Join('/', section.Headings)}|{section.Text}")
        );
    }

    [Fact]
    public void A_new_page_opens_a_section()
    {
        var outline = Outline.Of([H(2, "Full"), P("One.") with { Page = 1 }, P("Two."), P("Three.") with { Page = 2 }], titled: true);
        Assert.Equal(
            ["Full 1 One.\n\nTwo.", "Full 2 Three."],
            outline.Sections.Select(section => $"{section.Headings[0]} {section.Page} {section.Text}")
        );
    }

    private static Heading H(int level, string name) => new(level, [new Words(name)]);

    private static Paragraph P(string text) => new(text);
}
