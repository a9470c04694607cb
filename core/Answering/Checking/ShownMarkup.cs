using System.Text.RegularExpressions;

namespace ChatBot.Answering.Checking;

/// <summary>Markup that a channel would act on instead of showing it: it calls people, or draws what no reader asked for.</summary>
internal static partial class ShownMarkup
{
    /// <summary>The first such mark; null for none.</summary>
    public static string? Of(string text) => Pings().Match(text) is { Success: true } found ? found.Value : null;

    /// <summary>&lt;!channel&gt;, &lt;@U1&gt;, &lt;#C1&gt;, &lt;at&gt; and what people type to call everyone.</summary>
    [GeneratedRegex(
        @"<[!@#][^>\s]*>?|</?at\b|(?<![\w.])@(?:everyone|here|channel|all|team)\b"
            + @"|<(?:script|iframe|img|object|embed|form|style)\b|\bjavascript:",
        RegexOptions.IgnoreCase
    )]
    private static partial Regex Pings();
}
