using System.Text;
using ChatBot.Answering;
using ChatBot.Bot.Channels.Rendering;

namespace ChatBot.TestKit.Rendering;

/// <summary>A character that a reader is to see, and how it looks.</summary>
public readonly record struct Seen(char Character, Marks Marks);

/// <summary>
/// A Markdown document out of a seed, and what a reader is to see of it: every character but white space, in order, without what a channel
/// adds (dots, numbers, lines). Table headers are Greek, and not among them: a channel
/// may repeat them, or leave them out; how cells look is left open, since not every channel has more than their words.
/// </summary>
public sealed class GeneratedDocument
{
    private static readonly string[] Vocabulary =
    [
        "access",
        "the",
        "warehouse",
        "Gerät",
        "два",
        "重要",
        "です",
        "مرحبا",
        "42",
        "naïve",
        "request",
        "a",
        "x1",
        "über",
        "🙂",
        "90%",
        "don't",
    ];

    private static readonly string[] Glued = ["un", "believ", "重要", "です", "「重要」", "два", "Note"];

    /// <summary>As it is written, as it is read.</summary>
    private static readonly (string Markdown, string Text)[] Literals =
    [
        ("pkg__core__util", "pkg__core__util"),
        ("__init__", "__init__"),
        ("snake_case_name", "snake_case_name"),
        ("2*3*4", "2*3*4"),
        ("~5", "~5"),
        ("R&amp;D", "R&D"),
        ("&lt;b&gt;", "<b>"),
        ("<your-token>", "<your-token>"),
        ("a<c", "a<c"),
        ("C:\\\\temp", "C:\\temp"),
        ("\\*ptr\\*", "*ptr*"),
        ("5 \\> 3", "5 > 3"),
        ("\\[x\\]", "[x]"),
        ("@here", "@here"),
        ("&lt;!channel&gt;", "<!channel>"),
        ("<br>", ""),
        ("[1]", "[1]"),
        ("<kbd>Ctrl</kbd>", "Ctrl"),
        ("![a chart](https://example.com/c.png)", "a chart"),
        ("[other page](../other.md#part)", "other page"),
    ];

    private static readonly string[] Codes = ["a  b", "SELECT *", "loader_init", "x|y", "<T>", "**no**", "f(x)"];
    private static readonly string[] Greek = ["Αλφα", "Βητα", "Γαμμα", "Δελτα"];

    private readonly Random _random;
    private readonly List<Seen> _seen = [];

    public GeneratedDocument(int seed)
    {
        _random = new Random(seed);
        Markdown = string.Join("\n\n", Enumerable.Range(0, _random.Next(1, 6)).Select(_ => Block(0)));
    }

    public string Markdown { get; }

    public IReadOnlyList<Seen> Seen => _seen;

    public Answer Answer =>
        new(
            "generated",
            Markdown,
            Outcome.Answered,
            Words: 1,
            Confidence: 1,
            [],
            new Receipt
            {
                Outcome = Outcome.Answered,
                Stage = "generation",
                Rule = "generated",
            }
        );

    private string Block(int depth) =>
        _random.Next(depth == 0 ? 11 : 6) switch
        {
            0 or 1 or 2 or 3 => Lines(),
            4 => Code(),
            5 => List(depth),
            6 => new string('#', _random.Next(1, 5)) + " " + Line(Marks.Bold),
            7 => Table(),
            8 => Prefixed("> ", "> ", Lines()),
            9 => "***",
            _ => List(depth),
        };

    private string Lines()
    {
        var lines = new List<string>();
        for (var more = _random.Next(1, 4); more > 0; more--)
            lines.Add(Line(Marks.None));
        return string.Join(
            _random.Next(3) switch
            {
                0 => "  \n",
                1 => "\\\n",
                _ => "\n",
            },
            lines
        );
    }

    private string Line(Marks around)
    {
        // Nothing that a line must not begin with.
        var line = new StringBuilder(Word(around));
        for (var more = _random.Next(1, 8); more > 0; more--)
            line.Append(' ').Append(Part(around));
        return line.Append(' ').Append(Word(around)).ToString();
    }

    private string Part(Marks around) =>
        _random.Next(11) switch
        {
            0 => Say(Literals[_random.Next(Literals.Length)], around),
            1 => "**" + Inner(around | Marks.Bold) + "**",
            2 => "*" + Word(around | Marks.Italic) + "*",
            3 => "_" + Word(around | Marks.Italic) + "_",
            4 => "~~" + Inner(around | Marks.Struck) + "~~",
            5 => "`" + Say(Codes[_random.Next(Codes.Length)], around | Marks.Code) + "`",
            6 => $"[{Word(around)} {Word(around)}](https://example.com/{_random.Next(9)}{(_random.Next(3) == 0 ? " \"Title\"" : "")})",
            7 => Say($"https://example.com/p_{_random.Next(9)}?a=1&b=2", around),
            8 => "***" + Word(around | Marks.Bold | Marks.Italic) + "***",
            9 => $"{Letters(around)}**{Letters(around | Marks.Bold)}**{Letters(around)}",
            _ => $"**{Letters(around | Marks.Bold)}{Say(":", around | Marks.Bold)}**{Letters(around)}",
        };

    private string Inner(Marks marks)
    {
        var parts = new List<string> { Word(marks) };
        for (var more = _random.Next(0, 3); more > 0; more--)
            parts.Add(
                _random.Next(4) switch
                {
                    0 => "`" + Say(Codes[_random.Next(Codes.Length)], marks | Marks.Code) + "`",
                    1 when !marks.HasFlag(Marks.Italic) => "*" + Word(marks | Marks.Italic) + "*",
                    _ => Word(marks),
                }
            );
        return string.Join(' ', parts);
    }

    private string Code()
    {
        var lines = new List<string>();
        for (var more = _random.Next(1, 4); more > 0; more--)
            lines.Add(Say(new string(' ', _random.Next(3) * 2) + Codes[_random.Next(Codes.Length)], Marks.Code));
        return $"```{(_random.Next(2) == 0 ? "sql" : "")}\n{string.Join('\n', lines)}\n```";
    }

    private string List(int depth)
    {
        var (marker, number) = (
            _random.Next(3) == 0 ? ""
            : _random.Next(2) == 0 ? "- "
            : "* ",
            _random.Next(1, 4)
        );
        var items = new List<string>();
        for (var more = _random.Next(1, 4); more > 0; more--)
        {
            var first = marker.Length > 0 ? marker : $"{number++}. ";
            var content = Line(Marks.None);
            if (depth < 2 && _random.Next(3) == 0)
                content += "\n" + (_random.Next(2) == 0 ? List(depth + 1) : "\n" + Block(depth + 1));
            items.Add(Prefixed(first, new string(' ', first.Length), content));
        }
        return string.Join('\n', items);
    }

    private string Table()
    {
        var columns = _random.Next(1, 5);
        var rows = new List<string>
        {
            Row(Greek.Take(columns)),
            Row(
                Enumerable
                    .Range(0, columns)
                    .Select(_ =>
                        _random.Next(3) switch
                        {
                            0 => "---:",
                            1 => ":-:",
                            _ => "---",
                        }
                    )
            ),
        };
        for (var more = _random.Next(1, 4); more > 0; more--)
            rows.Add(Row([.. Enumerable.Range(0, columns).Select(_ => Cell())]));
        return string.Join('\n', rows);
    }

    private string Cell() =>
        _random.Next(5) switch
        {
            0 => "**" + Word(Marks.None) + "**",
            1 => "`" + Say("loader_init", Marks.None) + "`",
            2 => string.Join(' ', Enumerable.Range(0, _random.Next(1, 9)).Select(_ => Word(Marks.None))),
            3 => $"[{Word(Marks.None)}](https://example.com/t)",
            _ => Word(Marks.None),
        };

    private static string Row(IEnumerable<string> cells) => $"| {string.Join(" | ", cells)} |";

    private static string Prefixed(string first, string rest, string text) => first + text.Replace("\n", "\n" + rest);

    private string Letters(Marks marks) => Say(Glued[_random.Next(Glued.Length)], marks);

    private string Word(Marks marks) => Say(Vocabulary[_random.Next(Vocabulary.Length)], marks);

    private string Say((string Markdown, string Text) literal, Marks marks)
    {
        Say(literal.Text, marks);
        return literal.Markdown;
    }

    private string Say(string text, Marks marks)
    {
        _seen.AddRange(text.Where(character => !char.IsWhiteSpace(character)).Select(character => new Seen(character, marks)));
        return text;
    }
}
