using System.Diagnostics;
using System.Text;
using ChatBot.Knowledge.Reading;
using ChatBot.Knowledge.Reading.Markdown;
using ChatBot.Knowledge.Reading.Markup;

namespace ChatBot.Core.Tests.Knowledge.Reading.Markup;

/// <summary>Whatever stands in a file, its reader ends soon and without a fault.</summary>
public sealed class MarkupRobustTests
{
    private static readonly IDocumentReader[] Readers =
    [
        new MarkdownReader(),
        new RstReader(),
        new AsciiDocReader(),
        new PlainTextReader(),
    ];

    private static readonly string[] Whole =
    [
        "+-----+-------+\n| A   | B     |\n+=====+=======+\n| one | two   |\n+-----+-------+\n\n===== =====\nA    "
            + " B\n===== =====\nx     y\n===== =====\n\n"
            + ".. list-table:: P\n   :header-rows: 1\n\n   * - N\n     - D\n\n3. three\n\n:a: b\n\n-a  b\n\n`x <y>`_ |s| [1]_\n\n.. [1] n",
        "= T\n:a: {b}\n\n[cols=2*]\n|===\n2+|both\n.2+|d |1\n|2\n|===\n\n* a\n+\n--\nx\n--\n\nT:: "
            + "m\n\n[source]\n----\nx\n----\n<1> y footnote:[{a}]",
        "<Tabs values={[{label: 'a', value: 'b'}]}>\n<TabItem value=\"b\">x</TabItem>\n</Tabs>\n\n!!! note "
            + "\"x\"\n    y\n\n:::tip z\n:::\n\n"
            + "{{< x \"a b\" >}}{% if %}{% endif %}<details><summary>a</summary>\n\n**b**\n\n</details>\n\n| a | b |\n"
            + "|--|--|\n| <b>c</b> | ~~d~~ |\n\nx[^1]\n\n[^1]: y",
    ];

    [Fact]
    public void Any_bytes_are_read_or_refused()
    {
        string[] names = [.. Cases.Names(".md"), .. Cases.Names(".mdx"), .. Cases.Names(".rst"), .. Cases.Names(".txt")];
        foreach (var bytes in names.Select(Cases.Bytes).Concat(Whole.Select(Encoding.UTF8.GetBytes)))
        foreach (var reader in Readers)
            MutatedFiles.Read(reader, "a" + reader.Extensions.First(), bytes, variants: 40);
    }

    [Theory]
    [InlineData("> ")]
    [InlineData("- ")]
    [InlineData("<div>\n")]
    [InlineData("<A x=\"1\">\n")]
    [InlineData("<details><summary>x</summary>\n\n")]
    [InlineData("[")]
    [InlineData("![")]
    [InlineData("**a ")]
    [InlineData("{%")]
    [InlineData("{{< ")]
    [InlineData("<a ")]
    [InlineData("`")]
    [InlineData("``:a:`")]
    [InlineData("| ")]
    [InlineData("a_ ")]
    [InlineData("* x\n+\n")]
    [InlineData(".. note::\n   ")]
    [InlineData("|a\n")]
    [InlineData("!!! note\n    ")]
    [InlineData(":::a\n")]
    [InlineData("{")]
    [InlineData("((")]
    [InlineData("[[x\n\n")]
    [InlineData("a::\n")]
    public void What_is_repeated_without_end_is_read_in_time(string piece)
    {
        var text = string.Concat(Enumerable.Repeat(piece, 30_000 / piece.Length));
        foreach (var reader in Readers)
        {
            var watch = Stopwatch.StartNew();
            try
            {
                foreach (var document in reader.ReadText("a" + reader.Extensions.First(), text))
                    Assert.NotNull(document.Whole());
            }
            catch (UnreadableDocumentException) { }
            Assert.True(watch.Elapsed < TimeSpan.FromSeconds(5), $"{reader.GetType().Name} took {watch.Elapsed.TotalSeconds:0.0} s");
        }
    }

    [Fact]
    public void Lists_within_lists_without_end_overflow_nothing()
    {
        var deep = new StringBuilder();
        for (var level = 0; level < 2000; level++)
            deep.Append(' ', level * 2).Append("- x\n");
        foreach (var reader in Readers)
        {
            try
            {
                foreach (var document in reader.ReadText("a" + reader.Extensions.First(), deep.ToString()))
                    Assert.NotNull(document.Whole());
            }
            catch (UnreadableDocumentException) { }
        }
    }
}
