using System.Text.RegularExpressions;

namespace ChatBot.Language.Pastes;

/// <summary>What a program's line says, without what differs from run to run.</summary>
internal static partial class Lines
{
    private static readonly WordList List = WordList.Load("pastes");
    private static readonly WordList Failing = List["failing"],
        Other = List["other"],
        Coded = List["coded"];
    private static readonly Phrases<bool> Wrong = new(List["wrong"].Words.Select(phrase => (phrase, true)));

    private const int Longest = 40;

    /// <summary>Words among which a label stands: a time, a host, a thread and a class can stand before it.</summary>
    private const int MostLabels = 5;

    /// <summary>Whether a label or level says that something failed (true), or that it did not (false); null for neither.</summary>
    public static bool? LabelOf(string line) => FindLabel(line).Fails;

    /// <summary>
    /// "remote: error: x", "[ERROR] x", "12:01:02 ERROR - x", "! [rejected] x": what it says, and where the message begins.
    /// </summary>
    private static (bool? Fails, int End) FindLabel(string line)
    {
        var tokens = 0;
        var labelled = false;
        foreach (Match token in Token().Matches(line))
        {
            if (token.Value.Any(char.IsAsciiDigit))
                continue;
            if (++tokens > MostLabels)
                break;
            var word = token.Groups["word"].Value;
            if (word.Length == 0 || !token.Value.EndsWith(':') && !token.Value.EndsWith(']') && (labelled || !IsUpper(word)))
                continue;
            labelled |= token.Value.EndsWith(':');
            if (Failing.Contains(word.ToLowerInvariant()))
                return (true, token.Value[0] == '[' && line.TrimStart()[0] == '!' ? 0 : token.Index + token.Length);
            if (Other.Contains(word.ToLowerInvariant()))
                return (false, token.Index + token.Length);
        }
        return (null, 0);
    }

    private static bool IsUpper(string word) => word.Length > 3 && word.All(char.IsAsciiLetterUpper);

    /// <summary>Whether its words say that something went wrong.</summary>
    public static bool SaysWrong(string line)
    {
        var words = Word().Matches(line).Select(match => match.Value.ToLowerInvariant()).ToList();
        for (var i = 0; i < words.Count; i++)
            if (Wrong.TryLongest(words, i, out _, out _))
                return true;
        return false;
    }

    /// <summary>
    /// The message: no time, level, place, address, hash or path; numbers only where they are codes; quotes only of names.
    /// </summary>
    public static string Message(string line)
    {
        var text = Address().Replace(line[FindLabel(line).End..], " ");
        text = Times().Replace(text, " ");
        text = Bracketed().Replace(text, " ");
        text = Paths().Replace(text, match => match.Value.Contains("->", StringComparison.Ordinal) ? match.Value : " ");
        text = Quoted().Replace(text, match => Name().IsMatch(match.Groups[1].Value) ? match.Value : " ");
        text = Hashes().Replace(text, " ");
        var words = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        var kept = new List<string>(words.Length);
        foreach (var word in words)
        {
            var bare = word.Trim('(', ')', '[', ']', ',', ';', ':', '.', '=', '-', '>', '<', '!', '*', '|', '#');
            if (bare.Length == 0)
                continue;
            if (bare.Contains('/') || bare.Any(char.IsAsciiDigit) && !IsCode(bare, kept))
                continue;
            kept.Add(word.TrimEnd(';', '|').TrimStart('!', '*', '|', '-', '>'));
            if (kept.Count == Longest)
                break;
        }
        return string.Join(' ', kept).Trim(' ', ':', ',', '-', '.');
    }

    /// <summary>40P01, 23505, 429 behind "code", ORA-00060: what an error is looked up by.</summary>
    private static bool IsCode(string word, List<string> before) =>
        word.Length <= 6 && before.TakeLast(2).Any(one => Coded.Contains(one.Trim(':', '=', '(', ',').ToLowerInvariant()))
        || word.Length <= 12
            && char.IsAsciiLetterUpper(word[0])
            && word.Any(char.IsAsciiDigit)
            && word.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_')
            && word.Count(char.IsAsciiLetter) >= 2
        || word.Length <= 20
            && char.IsAsciiLetter(word[0])
            && word.Count(char.IsAsciiDigit) <= 2
            && word.Skip(1).All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.');

    [GeneratedRegex(@"(?=\S)\[?(?<word>[A-Za-z]*)\S*")]
    private static partial Regex Token();

    [GeneratedRegex(@"[\p{L}'’]+")]
    private static partial Regex Word();

    [GeneratedRegex(
        @"\b[a-z][a-z0-9+.-]*://\S+|\b\d{1,3}(?:\.\d{1,3}){3}(?::\d+)?\b|\b[\w.+-]+@[\w-]+\.[\w.]+\b"
            + @"|""[^""]{0,80}\b\d{1,3}(?:\.\d{1,3}){3}[^""]*"""
    )]
    private static partial Regex Address();

    [GeneratedRegex(
        @"\b\d{4}[-/]\d\d[-/]\d\d(?:[T ]\d\d:\d\d(?::\d\d)?(?:[.,]\d+)?)?(?: ?(?:Z|UTC|[+-]\d\d:?\d\d))?"
            + @"|\b\d\d:\d\d(?::\d\d)?(?:[.,]\d+)?|\b[A-Z][a-z]{2} +\d{1,2} \d\d:\d\d:\d\d"
    )]
    private static partial Regex Times();

    /// <summary>[main], [pid 42], {task.py:12}, (app.jar!/:1.2) at the start of a line.</summary>
    [GeneratedRegex(@"(?<=^\s*)(?:\[[^\]]*\]\s*|\{[^}]*\}\s*|-\s+)+|\s\{[^}\s]*\}|\[\d+\]|\[[\w-]+-\d+\]")]
    private static partial Regex Bracketed();

    [GeneratedRegex(@"(?<![\w<])(?:[A-Za-z]:\\|~?/|\.{1,2}/)[^\s'"":,)]+|\b[\w.-]+(?:/[\w.-]+){2,}")]
    private static partial Regex Paths();

    [GeneratedRegex(@"[""'`«“]([^""'`»”\n]{1,80})[""'`»”]")]
    private static partial Regex Quoted();

    [GeneratedRegex(@"^[\p{L}_][\p{L}_.\- ]{0,40}$")]
    private static partial Regex Name();

    [GeneratedRegex(@"\b(?:0x[0-9a-fA-F]+|[0-9a-fA-F]{7,}(?:-[0-9a-fA-F]{4,})*)\b(?<=\S*\d\S*)")]
    private static partial Regex Hashes();
}
