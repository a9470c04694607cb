using ChatBot.Knowledge.Reading.Markup;

namespace ChatBot.Core.Tests.Knowledge.Reading.Markup;

public sealed class RstReaderTests
{
    [Fact]
    public void The_guide_has_headings_as_sections_and_no_directives()
    {
        var page = Assert.Single(new RstReader().ReadBytes("r01-guide.rst", Cases.Bytes("r01-guide.rst")));
        Assert.Equal("Archive guide", page.Title);
        Assert.Equal(["Where files go", "How to get a file back"], page.Sections.Select(section => string.Join('/', section.Headings)));
        Assert.Equal(
            "Closed months are moved to the cold bucket by the mover after `60` days.\n\nWarning: Files in the cold "
                + "bucket cannot be changed.\n\n"
                + "```bash\nmover run --month 2024-01\n```",
            page.Sections[0].Text
        );
        Assert.Equal("Open a ticket of kind [RESTORE](https://tickets.example.com) and wait one day.", page.Sections[1].Text);
    }

    [Fact]
    public void Levels_are_those_of_the_order_in_which_adornments_appear()
    {
        var page = Assert.Single(
            new RstReader().ReadText("a.rst", "=====\nTitle\n=====\n\nA\n~~\n\nx\n\nB\n~~~\n\nC\n\"\"\"\"\n\ny\n\nD\n~~~~\n\nz")
        );
        Assert.Equal("Title", page.Title);
        Assert.Equal(["A", "B/C", "D"], page.Sections.Select(section => string.Join('/', section.Headings)).Where(name => name != "B"));
    }

    [Theory]
    [InlineData("Use *one*, **two**, ``three *x*`` and `four`.", "Use one, two, `three *x*` and four.")]
    [InlineData(
        ":func:`~os.path.join`, :py:class:`!Foo`, :file:`/etc/x`, H\\ :sub:`2`\\ O, 10\\ :sup:`6`.",
        "`join`, `Foo`, `/etc/x`, H₂O, 10⁶."
    )]
    [InlineData(":doc:`/guide/first-steps`, :doc:`the guide <a>`, :ref:`Text <x>`, :pep:`8`.", "first steps, the guide, Text, PEP 8.")]
    [InlineData(
        "See Python_ and `the docs`_ and `here <https://h.example>`__.\n\n.. _Python: https://p.example\n.. _the docs: https://d.example",
        "See [Python](https://p.example) and [the docs](https://d.example) and [here](https://h.example)."
    )]
    [InlineData("The |name| is here |x|.\n\n.. |name| replace:: *mover*\n.. |x| unicode:: U+2713", "The mover is here ✓.")]
    [InlineData("A snake_case_name, an __init__ and 2*3*4 stay.", "A snake_case_name, an __init__ and 2*3*4 stay.")]
    [InlineData("Said [1]_ and [#n]_.\n\n.. [1] First note.\n.. [#n] Second\n   note.", "Said and.\n\nFirst note.\n\nSecond note.")]
    public void Inline_markup_leaves_its_words(string text, string expected) => Reads(text, expected);

    [Fact]
    public void What_stands_for_itself_many_times_over_ends()
    {
        var text = ".. |x| replace:: " + string.Concat(Enumerable.Repeat("|x| ", 40)) + "\n\nIt is |x|.";
        var read = Assert.Single(Assert.Single(new RstReader().ReadText("a.rst", "Title\n=====\n\n" + text)).Sections).Text;
        Assert.StartsWith("It is x x", read);
        Assert.InRange(read.Length, 1000, 2_500_000); // 40 to the power of 4, twice, without an end
    }

    [Theory]
    [InlineData("* a\n\n  more\n* b\n\n  - c", "- a\n  more\n- b\n  - c")]
    [InlineData("3. three\n4. four\n\n#. auto\n#. next", "3. three\n4. four\n5. auto\n6. next")]
    [InlineData("term\n   Its meaning.\nother : kind\n   More.", "term: Its meaning.\n\nother: More.")]
    [InlineData(":Author: Jo\n:param str path: Where.\n:orphan:", "Author: Jo\n\npath: Where.")]
    [InlineData("-a, --all  Everything.\n--size=N   How large.", "`-a, --all`: Everything.\n\n`--size=N`: How large.")]
    [InlineData("| one\n| two", "one\ntwo")]
    [InlineData("Do this::\n\n    $ run\n      it\n\nDone.", "Do this:\n\n```\n$ run\n  it\n```\n\nDone.")]
    [InlineData("::\n\n    code\n\n>>> 1 + 1\n2", "```\ncode\n```\n\n```python\n>>> 1 + 1\n2\n```")]
    [InlineData("A. Smith said\nthis.", "A. Smith said this.")]
    [InlineData("Text.\n\n    Quoted.\n\n----\n\nEnd.", "Text.\n\nQuoted.\n\nEnd.")]
    public void Blocks_are_told_apart(string text, string expected) => Reads(text, expected);

    [Theory]
    [InlineData(".. note:: Short\n   text.\n\n   More.", "Short text.\n\nMore.")]
    [InlineData(".. admonition:: Read this\n\n   Text.", "Read this: Text.")]
    [InlineData(".. versionadded:: 3.2\n   The flag.", "Added in version 3.2: The flag.")]
    [InlineData(".. image:: a.png\n   :alt: How data flows\n\n.. figure:: b.png\n\n   The caption.", "How data flows\n\nThe caption.")]
    [InlineData(
        ".. toctree::\n   :maxdepth: 2\n\n   a\n   b\n\n.. a comment\n   over lines\n\n..\n   another\n\n.. _target:\n\nText.",
        "Text."
    )]
    [InlineData(".. code-block:: python\n   :caption: app.py\n\n   x = 1", "app.py:\n\n```python\nx = 1\n```")]
    [InlineData(".. py:function:: open(path)\n\n   Opens it.", "`open(path)`: Opens it.")]
    [InlineData(".. tab-set::\n\n   .. tab-item:: Linux\n\n      Use apt.", "Linux: Use apt.")]
    [InlineData(".. literalinclude:: x.py\n   :lines: 1-2\n\n.. include:: y.rst\n\n.. raw:: html\n\n   <b>\n\nText.", "Text.")]
    public void Directives_say_what_readers_are_to_read(string text, string expected) => Reads(text, expected);

    [Theory]
    [InlineData(
        "+-----+-------+\n| A   | B     |\n+=====+=======+\n| one | two   |\n|     | lines |\n+-----+-------+\n| "
            + "both        |\n+-----+-------+",
        "| A | B |\n| --- | --- |\n| one | two lines |\n| both | both |"
    )]
    [InlineData(
        "===== =====\nA     B\n===== =====\nx     y z\n      more\n2     ``c``\n===== =====",
        "| A | B |\n| --- | --- |\n| x | y z more |\n| 2 | `c` |"
    )]
    [InlineData(
        ".. list-table:: Plans\n   :header-rows: 1\n\n   * - Name\n     - Days\n   * - Basic\n     - 10",
        "Plans:\n\n| Name | Days |\n| --- | --- |\n| Basic | 10 |"
    )]
    [InlineData(
        ".. csv-table::\n   :header: \"Name\", \"Days\"\n\n   \"Basic, small\", 10",
        "| Name | Days |\n| --- | --- |\n| Basic, small | 10 |"
    )]
    public void Tables_of_all_forms_are_tables(string text, string expected) => Reads(text, expected);

    private static void Reads(string text, string expected) =>
        Assert.Equal(expected, Assert.Single(new RstReader().ReadText("a.rst", text)).Whole());
}
