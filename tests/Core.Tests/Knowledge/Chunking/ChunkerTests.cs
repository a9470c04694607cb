using ChatBot.Knowledge.Chunking;
using ChatBot.Knowledge.Reading;
using ChatBot.Knowledge.Reading.Blocks;

namespace ChatBot.Core.Tests.Knowledge.Chunking;

public sealed class ChunkerTests
{
    [Fact]
    public void A_long_table_is_cut_between_rows_and_each_piece_keeps_the_header()
    {
        var rows = Enumerable
            .Range(1, 120)
            .Select(n => Row($"Server {n}", $"{n * 16} GB of memory"))
            .Prepend(Row("Name", "Memory"))
            .ToList();
        var chunks = Chunker.Cut(Document(new Paragraph("All servers."), new Table(rows)));
        Assert.InRange(chunks.Count, 3, 8);
        Assert.All(chunks, chunk => Assert.Contains("| Name | Memory |\n| --- | --- |\n| Server", chunk.Text));
        Assert.All(Enumerable.Range(1, 120), n => Assert.Contains(chunks, chunk => chunk.Text.Contains($"| Server {n} | {n * 16} GB")));
    }

    [Fact]
    public void A_table_without_header_rows_is_cut_as_it_stands()
    {
        var rows = Enumerable.Range(1, 120).Select(n => Row($"Server {n}", $"{n * 16} GB of memory")).ToList();
        var chunks = Chunker.Cut(Document(new Table(rows, HeaderRows: 0)));
        Assert.True(chunks.Count > 2);
        Assert.DoesNotContain(chunks.Skip(1), chunk => chunk.Text.Contains("| Server 1 |"));
    }

    [Fact]
    public void A_long_code_sample_is_code_in_each_of_its_pieces()
    {
        var code = string.Join('\n', Enumerable.Range(1, 400).Select(n => $"<tr><td>{n}</td></tr>"));
        var chunks = Chunker.Cut(Document(new Paragraph("This is drawn:"), new CodeBlock(code, "dot"), new Paragraph("And so on.")));
        Assert.True(chunks.Count > 3);
        Assert.All(chunks.Where(chunk => chunk.Text.Contains("<td>")), chunk => Assert.Contains("```dot\n<tr>", chunk.Text));
        Assert.All(
            chunks,
            chunk => Assert.Equal(0, chunk.Text.Split('\n').Count(line => line.StartsWith("```", StringComparison.Ordinal)) % 2)
        );
        Assert.All(Enumerable.Range(1, 400), n => Assert.Contains(chunks, chunk => chunk.Text.Contains($"<tr><td>{n}</td></tr>")));
    }

    [Fact]
    public void A_page_is_the_last_of_the_headings()
    {
        var section = new Section(["Leave"], "Ask your lead.") { Page = 3 };
        Assert.Equal(["Handbook", "Leave", "page 3"], Chunker.Cut(new SourceDocument("h.pdf", "Handbook", [section]))[0].Headings);
    }

    private static IReadOnlyList<IReadOnlyList<Inline>> Row(params string[] cells) =>
        [.. cells.Select(cell => (IReadOnlyList<Inline>)[new Words(cell)])];

    private static SourceDocument Document(params Block[] blocks) => new("a.md", "A", [new Section([], blocks)]);
}
