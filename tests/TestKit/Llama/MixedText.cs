using System.Text;

namespace ChatBot.TestKit.Llama;

/// <summary>
/// Lines of everything that people paste into a chat: many scripts, emoji, code, every kind of white space, control
/// characters, unassigned and private code points, names of control tokens. The same seed gives the same lines everywhere.
/// </summary>
public sealed class MixedText(ulong seed)
{
    private ulong _state = seed * 0x9E3779B97F4A7C15UL + 0x632BE59BD9B4E019UL;

    private static readonly string[] Words =
    [
        "the",
        "deployment",
        "failed",
        "again",
        "because",
        "nobody",
        "reset",
        "password",
        "I'm",
        "you're",
        "WE'LL",
        "they've",
        "it'd",
        "don't",
        "O'Neill",
        "international",
        "straße",
        "naïve",
        "façade",
        "Überprüfung",
        "señor",
        "Łódź",
        "İstanbul",
        "ığdır",
        "ﬁnal",
        "здравствуйте",
        "Київ",
        "Ελληνικά",
        "שלום",
        "مرحبا",
        "नमस्ते",
        "தமிழ்",
        "ภาษาไทย",
        "ພາສາລາວ",
        "မြန်မာ",
        "한국어",
        "データベース",
        "ﾊﾝｶｸ",
        "数据库",
        "繁體字",
        "Հայերեն",
        "ქართული",
        "አማርኛ",
        "ᓄᓇᕗᑦ",
        "Việt",
        "e\u0301cole",
        "Ωmega",
        "ǅungla",
        "𝒜𝓁𝑔",
        "𐍈𐌰",
        "𠀀𠮷",
        "ſ",
        "K",
    ];

    private static readonly string[] Emoji =
    [
        "😀",
        "👍🏽",
        "👩‍💻",
        "👨‍👩‍👧‍👦",
        "🇩🇪",
        "🏴\U000E0067\U000E0062\U000E0065\U000E006E\U000E0067\U000E007F",
        "❤️",
        "☃",
        "⚠️",
        "1️⃣",
        "🤷🏿‍♀️",
        "™",
        "🫠",
    ];

    private static readonly string[] Code =
    [
        "if (x != null && y >= 3) { return a[i] ?? b; }",
        "SELECT * FROM t WHERE id='42';",
        "    def f(self, n: int) -> str:\n\t\treturn f\"{n:,}\"",
        "https://example.org/a?b=c&d=%20e#f",
        "<div class=\"x\">&nbsp;</div>",
        "git rebase -i HEAD~3",
        "{\"k\": [1, 2.5e-3, null]}",
        "C:\\temp\\n.txt",
        "#include <stdio.h>\r\n",
        "a+++++b",
        "```csharp\nvar x = 1;\n```",
        "user@example.com",
        "<<<<<<< HEAD",
        "// --------",
        "$$\\frac{1}{2}$$",
    ];

    private static readonly string[] Spaces =
    [
        " ",
        " ",
        " ",
        "  ",
        "   ",
        "\t",
        "\n",
        "\n\n",
        "\r\n",
        " \n ",
        "\n  ",
        "\t\t",
        "\u00A0",
        "\u3000",
        "\u2003",
        "\u2028",
        "\u0085",
        "\v",
        "\f",
        " \u00A0 ",
        "\r",
        "\u200B",
        "\u1680",
        "\u202F",
        "\uFEFF",
        "          ",
        "\n\n\n\n",
        " \t \n \t ",
    ];

    private static readonly string[] Numbers =
    [
        "0",
        "7",
        "42",
        "123",
        "1234",
        "1234567",
        "3.14",
        "1,000.00",
        "٣٤٥",
        "१२३४",
        "Ⅷ",
        "½",
        "²",
        "①②③④",
        "１２３",
        "𝟙𝟚𝟛𝟜",
        "-273.15",
        "0x1F",
        "1e9",
        "20%",
    ];

    private static readonly string[] Marks =
    [
        "!",
        "?!",
        "...",
        "…",
        "—",
        "«x»",
        "“q”",
        "'",
        "''",
        "'S",
        "'lL",
        "'re",
        "'x",
        "(",
        ")]}",
        "€5",
        "·",
        "¿",
        "।",
        "、。",
        "！？",
        "☞",
        "\u0301",
        "\u20DD",
        "_",
        "__init__",
        "^~",
        "|",
    ];

    /// <summary>Names of control tokens, as a person might type them.</summary>
    public static IReadOnlyList<string> Markers { get; } =
    [
        "<|im_start|>",
        "<|im_end|>",
        "<s>",
        "</s>",
        "<unk>",
        "<0x0A>",
        "<|endoftext|>",
        "[INST]",
        "<|eot_id|>",
        "<start_of_turn>",
        "<|",
        "|>",
    ];

    /// <summary>The next line.</summary>
    public string Line()
    {
        var line = new StringBuilder();
        for (var parts = 1 + Next(12); parts > 0; parts--)
        {
            line.Append(
                Next(20) switch
                {
                    < 8 => Pick(Words),
                    8 => Pick(Emoji),
                    9 => Pick(Code),
                    10 or 11 => Pick(Numbers),
                    12 or 13 => Pick(Marks),
                    14 => Pick(Markers),
                    15 => Repeated(),
                    16 => Control(),
                    17 => Anything(),
                    18 => Neighbours(),
                    _ => Made(),
                }
            );
            if (Next(5) > 0)
                line.Append(Pick(Spaces));
        }

        return line.ToString();
    }

    /// <summary>Many lines.</summary>
    public IReadOnlyList<string> Lines(int count) => [.. Enumerable.Range(0, count).Select(_ => Line())];

    private string Pick(IReadOnlyList<string> from) => from[Next(from.Count)];

    private string Repeated() => string.Concat(Enumerable.Repeat(Pick(Next(2) == 0 ? Marks : Spaces), 1 + Next(9)));

    private string Control() => ((char)(Next(2) == 0 ? Next(0x20) : 0x7F + Next(0x21))).ToString();

    /// <summary>Any code point at all but a surrogate.</summary>
    private string Anything()
    {
        var value = Next(3) switch
        {
            0 => Next(0x3000),
            1 => Next(0x10000),
            _ => Next(0x110000),
        };
        return Rune.IsValid(value) ? new Rune(value).ToString() : "\uFFFD";
    }

    /// <summary>A few characters that lie beside each other, so mostly of one script.</summary>
    private string Neighbours()
    {
        var start = 0x80 + Next(0x2000);
        return string.Concat(Enumerable.Range(start, 2 + Next(6)).Select(value => new Rune(value).ToString()));
    }

    /// <summary>A Latin word that was never seen in training.</summary>
    private string Made() => string.Concat(Enumerable.Range(0, 2 + Next(9)).Select(_ => (char)((Next(8) == 0 ? 'A' : 'a') + Next(26))));

    /// <summary>SplitMix64 (Steele, Lea, Flood 2014), so that the lines do not hang on a runtime's generator.</summary>
    private int Next(int below)
    {
        _state += 0x9E3779B97F4A7C15UL;
        var mixed = _state;
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9UL;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EBUL;
        return (int)((mixed ^ (mixed >> 31)) % (ulong)below);
    }
}
