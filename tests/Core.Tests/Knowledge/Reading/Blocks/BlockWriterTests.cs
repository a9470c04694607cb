using ChatBot.Knowledge.Reading.Blocks;

namespace ChatBot.Core.Tests.Knowledge.Reading.Blocks;

public sealed class BlockWriterTests
{
    [Fact]
    public void A_list_keeps_its_numbers_and_nests_what_belongs_to_an_item() =>
        Assert.Equal(
            "3. Restart it:\n   ```sh\n   restart\n   ```\n7. Wait\n   - a minute\n   - or two",
            Write(
                new ListBlock([
                    new ListItem("3.", [new Paragraph("Restart it:"), new CodeBlock("restart\n", "sh")]),
                    new ListItem("7.", [new Paragraph("Wait"), new ListBlock([new ListItem("", "a minute"), new ListItem("", "or two")])]),
                ])
            )
        );

    [Fact]
    public void Only_a_header_gets_a_delimiter_row_and_a_pipe_in_a_cell_stays_one()
    {
        Assert.Equal("| Sign | Use |\n| --- | --- |\n| a\\|b | either |", Write(Table(1, ["Sign", "Use"], ["a|b", "either"])));
        Assert.Equal("| a | b |", Write(Table(0, ["a", "b"], ["", ""])));
    }

    [Fact]
    public void Rows_of_data_stand_line_by_line_and_an_object_field_by_field()
    {
        Assert.Equal(
            "- Product: Basic; Price: 10\n- Product: Pro",
            Write(
                new DataRecord([("Product", "Basic"), ("Price", "10")], IsRow: true),
                new DataRecord([("Product", "Pro"), ("Price", "")], IsRow: true)
            )
        );
        Assert.Equal("name: x\n4711", Write(new DataRecord([("name", "x"), ("", "4711"), ("empty", "")], IsRow: false)));
    }

    [Theory]
    [InlineData("Warning", "Warning: It is gone.")]
    [InlineData("Is it gone?", "Is it gone?\n\nIt is gone.")]
    [InlineData("", "It is gone.")]
    public void A_title_beside_the_text_leads_into_it(string title, string written) =>
        Assert.Equal(written, Write(new Aside(title, [new Paragraph("It is gone.")])));

    [Fact]
    public void Code_that_holds_a_fence_gets_a_longer_one() =>
        Assert.Equal("````md\n```\nx\n```\n````", Write(new CodeBlock("```\nx\n```", "md")));

    [Fact]
    public void Marks_that_change_the_meaning_are_written_and_white_space_is_one_space() =>
        Assert.Equal(
            "10⁶ of CO₂, 10⁻³, x^2a, `a b` and ``a`b``\nnext",
            Write(
                new Paragraph([
                    new Words("\n 10"),
                    new Superscript("6"),
                    new Words(" of\t\n CO"),
                    new Subscript("2"),
                    new Words(", 10"),
                    new Superscript("−3"),
                    new Words(", x"),
                    new Superscript("2a"),
                    new Words(", "),
                    new CodeSpan("a b"),
                    new Words(" and "),
                    new CodeSpan("a`b"),
                    new LineBreak(),
                    new Words(" next"),
                ])
            )
        );

    [Theory]
    [InlineData("https://example.com/a (b)", "see [the form](https://example.com/a%20%28b%29).")]
    [InlineData("../form.md", "see the form.")]
    [InlineData("#form", "see the form.")]
    public void A_link_to_the_web_stays_one_and_the_way_to_a_neighbour_goes(string target, string written) =>
        Assert.Equal(written, Write(new Paragraph([new Words("see "), new Link([new Words("the form")], target), new Words(".")])));

    [Fact]
    public void A_bare_address_is_written_once() =>
        Assert.Equal("https://example.com", Write(new Paragraph([new Link([new Words("https://example.com")], "https://example.com")])));

    private static string Write(params Block[] blocks) => BlockWriter.Write(blocks);

    private static Table Table(int headerRows, params string[][] rows) =>
        new(
            [
                .. rows.Select(row =>
                    (IReadOnlyList<IReadOnlyList<Inline>>)[.. row.Select(cell => (IReadOnlyList<Inline>)[new Words(cell)])]
                ),
            ],
            headerRows
        );
}
