namespace ChatBot.TestKit.Rendering;

/// <summary>What somebody might write who wants a page to run, load or show what it should not.</summary>
public static class HostileTexts
{
    /// <summary>Parts of attacks, to be mixed.</summary>
    public static readonly string[] Pieces =
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "<svg onload=alert(1)>",
        "<math><mi xlink:href=\"data:x\">",
        "<a href=\"javascript:alert(1)\">x</a>",
        "<a href='https://e.org' onclick=alert(1)>x",
        "<iframe srcdoc=\"<script>alert(1)</script>\">",
        "</p></div></template>",
        "<!-- ",
        " -->",
        "<![CDATA[",
        "<style>*{display:none}",
        "<textarea>",
        "<plaintext>",
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt&colon;alert(1))",
        "[x](java&#x0A;script:alert(1))",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        "[x](vbscript:x)",
        "[x](https://e.org/\" onmouseover=\"alert(1))",
        "[x](<https://e.org/\" onmouseover=\"alert(1)>)",
        "![x\" onerror=\"alert(1)](https://e.org/x.png)",
        "<javascript:alert(1)>",
        "https://e.org/\"onclick=alert(1)",
        "https://e.org/<script>",
        "&lt;script&gt;alert(1)&lt;/script&gt;",
        "&#60;img src=x onerror=alert(1)&#62;",
        "&amp;lt;b&amp;gt;",
        "&quot;&#39;'\"`",
        "```\" onload=\"alert(1)\n",
        "```<b>\n",
        "\n\n",
        "\n- ",
        "\n> ",
        "\n| a | b |\n|---|:-:|\n| ",
        "**",
        "`",
        "[1]",
        "\u202Etxt.exe\u2066",
        "\u0000",
        "\u0008",
        "\uFEFF",
        "\uD800",
    ];

    /// <summary>Each piece alone, and what is long, deep or never ends.</summary>
    public static readonly IReadOnlyList<string> All =
    [
        .. Pieces,
        new('*', 20_000),
        new('[', 20_000),
        new('_', 20_000),
        new('`', 20_001),
        string.Concat(Enumerable.Repeat("**a", 5_000)),
        string.Concat(Enumerable.Repeat("[a](", 5_000)),
        string.Concat(Enumerable.Repeat("[1", 5_000)),
        string.Concat(Enumerable.Repeat("> ", 300)) + "deep",
        string.Concat(Enumerable.Repeat("<b>", 3_000)) + "deep",
        "```\nnever closed",
        "|a|\n|-|",
        "1.\n2.",
    ];
}
