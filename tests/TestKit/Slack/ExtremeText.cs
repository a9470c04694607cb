using System.Text;

namespace ChatBot.TestKit.Slack;

/// <summary>Text as documents and people really bring it, and worse; the same for the same seed.</summary>
public static class ExtremeText
{
    private static readonly string[] Pieces =
    [
        "<!channel>",
        "<!here|here>",
        "<!everyone>",
        "<@U024BE7LH>",
        "<#C024BE7LR|general>",
        "<https://evil.example|click>",
        "@channel @here @everyone",
        "<!subteam^S012|@admins>",
        "&lt;!channel&gt;",
        "&&&&&&&&&&&&&&&&&&&&",
        "<<<<<<<<>>>>>>>>",
        "`<!channel>`",
        "```\n<!channel> & more\n```",
        "```sql\nselect * from a where b < c && d > e",
        "**bold** and *slanted* and __strong__ ~~gone~~",
        "[a title](https://example.com/a_(b)?x=1&y=2)",
        "[<!channel>](https://example.com/|<!here>)",
        "[](https://example.com)",
        "[x](javascript:alert(1))",
        "https://example.com/path?q=a&b=c|d",
        "# Heading **two**",
        "- item\n- other\n  - deeper",
        "1. first\n2. second",
        "> quoted <!channel>",
        "مرحبا بالعالم ‏",
        "שלום עולם",
        "👩‍👩‍👧‍👦🏳️‍🌈👍🏽",
        "漢字かなカナ한글",
        "\u202Eevil\u202C",
        "\u0000\u0007",
        "a|b|c",
        "*",
        "**",
        "_",
        "`",
        "```",
        "[1]",
        "\n\n\n",
        "  ",
        "\t",
        "\ud83d",
        "x̧̢̛̖̝̗̘̙̥̺̻̼̽̾̿̀́",
        "<",
        ">",
        "&",
        "<!",
        "|>",
        "<http://a|b",
        "\r\n",
        "://",
        "http://",
        "https://[",
        "![img](http://x/y.png)",
    ];

    /// <summary>Each alone, the largest, and mixtures.</summary>
    public static IEnumerable<string> All(int mixtures)
    {
        yield return "";
        yield return " ";
        foreach (var piece in Pieces)
            yield return piece;
        yield return new string('&', 20_000);
        yield return new string('<', 20_000);
        yield return new string('x', 50_000);
        yield return string.Concat(Enumerable.Repeat("👍🏽", 10_000));
        yield return string.Concat(Enumerable.Range(0, 3000).Select(number => $"[link {number}](https://example.com/{number}?a=1&b=2) "));
        yield return string.Concat(Enumerable.Repeat("**a** ", 1000));
        yield return string.Concat(Enumerable.Repeat("```\ncode & more\n```\n", 1000));
        var random = new Random(7);
        for (var mixture = 0; mixture < mixtures; mixture++)
        {
            var text = new StringBuilder();
            for (var count = random.Next(1, mixture % 10 == 0 ? 2000 : 40); count > 0; count--)
                text.Append(Pieces[random.Next(Pieces.Length)])
                    .Append(
                        random.Next(3) switch
                        {
                            0 => " ",
                            1 => "",
                            _ => "\n",
                        }
                    );
            yield return text.ToString();
        }
    }
}
