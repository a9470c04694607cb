using System.Text;
using System.Text.Json.Nodes;
using ChatBot.Bot.Channels.Rendering;
using ChatBot.Bot.Channels.Teams.Rendering;
using ChatBot.TestKit.Rendering;

namespace ChatBot.Bot.Tests.Teams;

/// <summary>What people and models write, as elements of a card.</summary>
public sealed class CardElementsTests
{
    [Fact]
    public void A_table_is_one_with_a_header_weighed_columns_and_a_list_for_clients_that_know_no_tables()
    {
        var elements = Elements("Sizes:\n\n| Size | Memory |\n|---|---:|\n| small | 16 GB |\n| large | 128 GB |\n\nAsk the desk.");
        Assert.Equal(["Sizes:", "Size | Memory", "small | 16 GB", "large | 128 GB", "Ask the desk."], CardReading.Lines(elements));
        Assert.Equal(
            ["Sizes:", "Size: small", "Memory: 16 GB", "Size: large", "Memory: 128 GB", "Ask the desk."],
            CardReading.Lines(elements, fallback: true)
        );
        var table = elements[1]!;
        Assert.Equal(("Table", null), (Text(table["type"]), (bool?)table["firstRowAsHeaders"]));
        Assert.Equal([5, 6], table["columns"]!.AsArray().Select(column => column!["width"]!.GetValue<int>()));
        Assert.Equal([null, "Right"], table["columns"]!.AsArray().Select(column => Text(column!["horizontalCellContentAlignment"])));
        Assert.All(Runs(table["rows"]![0]), run => Assert.Equal("Bolder", Text(run["weight"])));
    }

    [Fact]
    public void Bars_have_the_accent_colour_and_stay_narrow_and_a_list_leaves_them_out()
    {
        var elements = Elements("| category | requests | |\n|---|---:|---|\n| IT | 4,120 | ██████████ |\n| HR | 812 | ██ |");
        Assert.Equal(["category: IT", "requests: 4,120", "category: HR", "requests: 812"], CardReading.Lines(elements, fallback: true));
        var table = elements[0]!;
        Assert.Equal([8, 8, 10], table["columns"]!.AsArray().Select(column => column!["width"]!.GetValue<int>()));
        var bars = Runs(table["rows"]!).Where(run => Text(run["text"])!.StartsWith('█')).ToList();
        Assert.Equal(["██████████", "██"], bars.Select(run => Text(run["text"])));
        Assert.All(bars, run => Assert.Equal(("Accent", "Monospace"), (Text(run["color"]), Text(run["fontType"]))));
    }

    [Fact]
    public void A_table_that_is_too_wide_for_a_phone_is_a_list_of_its_rows() =>
        Assert.Equal(
            ["A: 1", "B: 2", "C: 3", "D: 4", "E: 5", "F: 6", "A: 7", "C: 9"],
            CardReading.Lines(Elements("|A|B|C|D|E|F|\n|---|---|---|---|---|---|\n|1|2|3|4|5|6|\n|7||9||||"))
        );

    [Theory]
    [InlineData("See [the page](https://x.example.com/p \"Page title\") now.", "See the page now.", "https://x.example.com/p")]
    [InlineData("See [the guide][g] now.\n\n[g]: https://x.example.com/g", "See the guide now.", "https://x.example.com/g")]
    [InlineData("See [the guide](../guide.md#setup) and [mail](mailto:desk@example.com) now.", "See the guide and mail now.")]
    [InlineData(
        "See **[the page](https://x.example.com/p)** now, **Run https://x.example.com/run** too.",
        "See the page now, Run https://x.example.com/run too.",
        "https://x.example.com/p",
        "https://x.example.com/run"
    )]
    [InlineData(
        "Open <https://x.example.com/a> or www.example.com.",
        "Open https://x.example.com/a or www.example.com.",
        "https://x.example.com/a",
        "https://www.example.com"
    )]
    public void Links_of_every_form_open_their_page_and_what_is_none_is_its_words(string markdown, string words, params string[] addresses)
    {
        var elements = Elements(markdown);
        Assert.Equal([words], CardReading.Lines(elements));
        Assert.Equal(addresses, Runs(elements).Select(run => Text(run["selectAction"]?["url"])).OfType<string>());
    }

    [Theory]
    [InlineData("Run **`loader init`** and **load `x` now** first.", "Run |bc:loader init| and |b:load |bc:x|b: now| first.")]
    [InlineData(
        "これは**重要**です。The word un**believ**able and **Note:**read it.",
        "これは|b:重要|です。The word un|b:believ|able and |b:Note:|read it."
    )]
    [InlineData("Edit `x` in __init__ of pkg__core__util and 2*3*4 = 24.", "Edit |c:x| in __init__ of pkg__core__util and 2*3*4 = 24.")]
    [InlineData(
        "Write \\*not bold\\* and a\\_b and C:\\\\temp and 5 \\> 3 and \\[x\\].",
        "Write *not bold* and a_b and C:\\temp and 5 > 3 and [x]."
    )]
    [InlineData(
        "First line<br>second line, press <kbd>Ctrl</kbd>+<kbd>K</kbd>, H<sub>2</sub>O &amp; &lt;b&gt; &nbsp;x.",
        "First line\nsecond line, press Ctrl+K, H2O & <b> \u00A0x."
    )]
    [InlineData("Look ![chart of load](https://x.example.com/c.png) here.", "Look chart of load here.")]
    [InlineData("Data Desk  \nMain street 5\\\n8000 Town", "Data Desk\nMain street 5\n8000 Town")]
    [InlineData(
        "Costs ~~50~~ 40 and ~5 to ~10 minutes, use ~/etc and ~user.",
        "Costs |s:50| 40 and ~5 to ~10 minutes, use ~/etc and ~user."
    )]
    [InlineData("Forty terabytes[^1].\n\n[^1]: After compression.", "Forty terabytes¹.\n¹ After compression.")]
    [InlineData("***very* important**", "|bi:very|b: important")]
    [InlineData(
        "Ask <at>Everyone</at> and ${note} {{DATE(2026-01-01T00:00:00Z)}}",
        "Ask <at>Everyone</at> and ${note} {\u200B{DATE(2026-01-01T00:00:00Z)}}"
    )]
    public void Runs_look_as_they_were_meant_and_lines_stay_lines(string markdown, string shown) =>
        Assert.Equal(
            shown,
            string.Join(
                '\n',
                Elements(markdown)
                    .Select(line =>
                        string.Concat(
                            line!["inlines"]!
                                .AsArray()
                                .Select(
                                    (run, index) =>
                                        (
                                            index > 0 ? "|"
                                            : Look(run!).Length > 0 ? "|"
                                            : ""
                                        )
                                        + Look(run!)
                                        + Text(run!["text"])
                                )
                        )
                    )
            )
        );

    [Fact]
    public void Lists_keep_their_numbers_dots_boxes_and_depth()
    {
        var lines = CardReading.Lines(
            Elements(
                "3. Open\n   - menu\n     - file\n\n       New\n   - [x] done\n   - [ ] open\n"
                    + "4. Run:\n\n   ```\n   if x:\n       go  on\n   ```\n\n   Then wait."
            )
        );
        Assert.Equal(
            [
                "3. Open",
                "  • menu",
                "    • file",
                "      New",
                "  ☑ done",
                "  ☐ open",
                "4. Run:",
                "  if x:",
                "  \u00A0\u00A0\u00A0\u00A0go\u00A0\u00A0on",
                "  Then wait.",
            ],
            lines
        );
    }

    [Fact]
    public void Headings_quotes_code_and_rules_have_a_look_of_their_own()
    {
        var elements = Elements("# Title\n\nText\n\n> said\n> so\n\n***\n\n```sql\nselect 1\n```");
        Assert.Equal(("Medium", "Bolder"), (Text(Runs(elements[0]).Single()["size"]), Text(Runs(elements[0]).Single()["weight"])));
        Assert.Equal((null, "accent"), ((bool?)elements[1]!["separator"], Text(elements[2]!["style"])));
        Assert.Equal(["said", "so"], CardReading.Lines(elements[2]));
        Assert.Equal((true, "emphasis"), ((bool?)elements[3]!["separator"], Text(elements[3]!["style"])));
    }

    [Fact]
    public void What_is_read_from_the_right_says_so_and_code_within_it_does_not()
    {
        var elements = Elements("افتح Git ثم اكتب:\n\n- أولا\n\n```\ngit reset\n```\n\nThat is all.\n\n- בקש גישה\n\n  ```\n  x\n  ```");
        Assert.Equal([true, false, true], elements.Select(element => (bool?)element!["rtl"]));
        Assert.Equal(["افتح Git ثم اكتب:", "• أولا"], CardReading.Lines(elements[0]));
        var code = Assert.Single(Descendants(elements[2]), node => Text(node["style"]) == "emphasis");
        Assert.False((bool?)code["rtl"]);
        Assert.DoesNotContain(Descendants(Elements("Only the word مرحبا is of another script.")), node => node["rtl"] is not null);
    }

    [Fact]
    public void What_is_too_large_ends_at_a_row_a_line_or_a_word_with_an_ellipsis()
    {
        var table = "| A | B |\n|---|---|\n" + string.Concat(Enumerable.Range(1, 500).Select(n => $"| row {n} | cell |\n"));
        var code = "```\n" + string.Concat(Enumerable.Range(1, 500).Select(n => $"line {n}\n")) + "```";
        foreach (var bytes in (int[])[700, 3000, 9000])
        {
            var rows = CardReading.Lines(Elements(table, bytes));
            Assert.Equal("… | ", rows[^1]);
            Assert.Equal(rows.Count == 2 ? "A | B" : $"row {rows.Count - 2} | cell", rows[^2]);
            Assert.Equal("…", CardReading.Lines(Elements(table, bytes), fallback: true)[^1][^1..]);
            Assert.EndsWith("…", CardReading.Lines(Elements(code, bytes))[^1]);
        }
    }

    [Theory]
    [InlineData("- ", "x\n")]
    [InlineData("***\n\n", "x")]
    [InlineData("> ", "x")]
    [InlineData("- a\n- \n", "")]
    [InlineData("a*b*", "")]
    [InlineData("[a](https://example.com/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa)\n", "")]
    [InlineData("|a|b|\n|---|---|\n|c|d|\n\n", "")]
    [InlineData("# x\n", "")]
    [InlineData("`\u0001`", "")]
    public void Whatever_a_text_is_made_of_its_elements_keep_about_to_the_bytes_that_they_are_given(string part, string end)
    {
        var markdown = string.Concat(Enumerable.Repeat(part, 3000)) + end;
        foreach (var bytes in (int[])[500, 2000, 8000, 16000])
            Assert.InRange(Encoding.UTF8.GetByteCount(WireJson.Write(Elements(markdown, bytes))), 1, bytes + 600);
    }

    private static JsonArray Elements(string markdown, int bytes = int.MaxValue) => CardElements.Of(MarkdownReader.Read(markdown), bytes);

    private static string Look(JsonNode run)
    {
        var look = new StringBuilder();
        if (Text(run["weight"]) == "Bolder")
            look.Append('b');
        if ((bool?)run["italic"] == true)
            look.Append('i');
        if ((bool?)run["strikethrough"] == true)
            look.Append('s');
        if (Text(run["fontType"]) == "Monospace")
            look.Append('c');
        return look.Length > 0 ? look.Append(':').ToString() : "";
    }

    private static List<JsonObject> Runs(JsonNode? node) => [.. Descendants(node).Where(run => Text(run["type"]) == "TextRun")];

    private static string? Text(JsonNode? node) => node?.GetValue<string>();

    private static IEnumerable<JsonObject> Descendants(JsonNode? node) =>
        node switch
        {
            JsonObject shape => shape.SelectMany(member => Descendants(member.Value)).Prepend(shape),
            JsonArray list => list.SelectMany(Descendants),
            _ => [],
        };
}
