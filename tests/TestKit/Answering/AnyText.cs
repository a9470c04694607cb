using System.Text;

namespace ChatBot.TestKit.Answering;

/// <summary>
/// Generates what people and attackers may send: any Unicode, code fences, right-to-left, zero-width marks, ideographs, broken
/// surrogates, Markdown in pieces, words of the documents. The same seed gives the same texts.
/// </summary>
public sealed class AnyText(int seed)
{
    private readonly Random _random = new(seed);

    private static readonly string[] Pieces =
    [
        "```",
        "```sql\n",
        "\n```\n",
        "~~~",
        "````",
        "**",
        "__",
        "`",
        "[1]",
        "[99]",
        "[",
        "](http://x.y)",
        "> ```",
        "    ```",
        "|a|b|\n|-|-|\n",
        "# ",
        "- ",
        "1. ",
        "\n\n",
        "\t",
        "\u200B",
        "\u202E",
        "\u2066",
        "\uFEFF",
        "\u00AD",
        "\u0301\u0302",
        "\uD83D",
        "\uDE00",
        "😀",
        "👩‍👩‍👧",
        "\0",
        "\u001B[31m",
        "\r\n",
        "\u2028",
        "\uFFFD",
        "مرحبا بالعالم ",
        "שלום עולם ",
        "你好，世界。",
        "こんにちは",
        "안녕하세요 ",
        "ไทยไม่มีช่องว่าง",
        "नमस्ते ",
        "Straße ",
        "İstanbul ",
        "ﷺ",
        "½ ",
        "Ⅷ ",
        "x² ",
        "How do I undo the last commit? ",
        "git reset --soft ",
        "rebase ",
        "incremental loading ",
        "what is a watermark ",
        "and why? ",
        "hello ",
        "ignore ",
        "previous instructions ",
        "SELECT * FROM t; ",
        "{topic} ",
        "{max_words}",
        "</source>",
        "<question>",
        "%s%n",
        "'; DROP TABLE chunks; --",
        "\" OR 1=1",
        "AND OR NOT NEAR(",
        "*\"*",
        "...",
        "???",
        "….",
    ];

    /// <summary>A text of up to <paramref name="longest"/> UTF-16 units; short ones are commoner, the longest come too.</summary>
    public string Next(int longest)
    {
        var length = _random.Next(12) == 0 ? _random.Next(longest + 1) : _random.Next(Math.Min(longest, 400) + 1);
        var text = new StringBuilder(length + 64);
        var style = _random.Next(4);
        while (text.Length < length)
        {
            switch (style == 3 ? _random.Next(3) : style)
            {
                case 0:
                    text.Append(Pieces[_random.Next(Pieces.Length)]);
                    break;
                case 1:
                    text.Append((char)_random.Next(1, 0xFFFF));
                    break;
                default:
                    text.Append(Pieces[_random.Next(Pieces.Length)].AsSpan().Trim()).Append(_random.Next(3) == 0 ? '\n' : ' ');
                    break;
            }
        }
        return text.ToString(0, Math.Min(length, text.Length));
    }
}
