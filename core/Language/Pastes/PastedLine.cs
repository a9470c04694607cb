using System.Text.RegularExpressions;

namespace ChatBot.Language.Pastes;

internal enum LineKind
{
    Empty,

    /// <summary>What a person wrote.</summary>
    Prose,

    /// <summary>What was typed behind a prompt.</summary>
    Command,

    /// <summary>Where in a program something happened.</summary>
    Frame,

    /// <summary>What a program said, or code.</summary>
    Machine,
}

/// <summary>A line of a message by its form: the marks, prefixes and indents that programs write and people do not.</summary>
internal readonly partial record struct PastedLine(string Text, LineKind Kind)
{
    /// <summary>Share of function words from which a line without a program's marks reads as written by a person.</summary>
    private const double Spoken = 0.2;

    /// <summary>Share of signs from which a line is code.</summary>
    private const double Coded = 0.18;

    public static PastedLine Of(string line) => new(line, KindOf(line));

    private static LineKind KindOf(string line)
    {
        if (string.IsNullOrWhiteSpace(line))
            return LineKind.Empty;
        if (Prompt().IsMatch(line))
            return LineKind.Command;
        if (Frame().IsMatch(line))
            return LineKind.Frame;
        return IsMachine(line) ? LineKind.Machine : LineKind.Prose;
    }

    private static bool IsMachine(string line)
    {
        if (Stamp().IsMatch(line) || Thrown().IsMatch(line) || Marker().IsMatch(line) || Lines.LabelOf(line) is not null)
            return true;
        if (line.StartsWith("    ", StringComparison.Ordinal) || line[0] == '\t')
            return true;
        var signs = line.Count(c =>
            !char.IsLetterOrDigit(c) && !char.IsWhiteSpace(c) && c is not ('.' or ',' or '\'' or '’' or '"' or '?' or '-' or '!' or '`')
        );
        if (signs >= Coded * line.Length)
            return true;
        var words = Terms.Of(line);
        return line.TrimEnd() is [.., ';' or '{' or '}' or '\\']
            || words.Count > 0
                && words.Count(term => term.Weight == 0) < Spoken * words.Count
                && words.Count > 2
                && !line.TrimEnd().EndsWith('?')
                && !char.IsUpper(line.TrimStart()[0]);
    }

    /// <summary>$ cmd, PS C:\&gt; cmd, user@host:~/x$ cmd, &gt;&gt;&gt; x, mysql&gt; x, name=# x.</summary>
    [GeneratedRegex(@"^\s*(?:\$ |# (?=\w+ -)|>>> |PS [A-Z]:\\[^>]*> ?|[\w.-]+@[\w.-]+:?[^\s$#]*\s?[$#] |\w+(?:=[#>]|>) )\S")]
    private static partial Regex Prompt();

    /// <summary>at x.y(F.java:1), File "x", line 1, #0 0x… in, x.go:12, from x.rb:3:in, ... 12 more.</summary>
    [GeneratedRegex(
        @"^\s+at \S|^\s*File ""[^""]+"", line \d+|^\s*#\d+\s+(?:0x[0-9a-fA-F]+|\S+\()|^\s*(?:from )?\S+\.\w{1,5}:\d+(?::|\b)"
            + @"(?!.*\s(?:error|warning):)|^\s*\.{3} \d+ \w+|^\s*[\^~]+\s*$|^Traceback \("
    )]
    private static partial Regex Frame();

    /// <summary>A date or a time of day at the start, in brackets or not.</summary>
    [GeneratedRegex(
        @"^\s*\[?(?:\d{4}[-/]\d\d[-/]\d\d|\d\d[-/.]\d\d[-/.]\d{2,4}|\d{1,2}:\d\d:\d\d|[A-Z][a-z]{2} +\d{1,2} \d\d:\d\d)[\sT\d:,.+\-Z\]/]"
    )]
    private static partial Regex Stamp();

    /// <summary>java.lang.IllegalStateException: text, KeyError: 'x'.</summary>
    [GeneratedRegex(
        @"^\s*(?:Caused by: |Exception in thread ""[^""]*"" )?(?:[\w$]+[.:]{1,2})*[A-Z][\w$]*"
            + @"(?:Error|Exception|Fault|Violation|Failure|Timeout|Exit|Interrupt|Warning)\b(?::|\s*$)"
    )]
    internal static partial Regex Thrown();

    /// <summary>! [rejected], &lt;&lt;&lt;&lt;&lt;&lt;&lt; HEAD, ---, +++ b/x, @@ -1.</summary>
    [GeneratedRegex(@"^\s*(?:! \[|\S+@\S+: |<{5,}|>{5,}|={5,}|-{3,}|\+{3}\s|@@ |\* \w+ \S+ +-> )")]
    private static partial Regex Marker();
}
