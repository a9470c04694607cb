using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace ChatBot.Answering.Evaluation;

/// <summary>
/// Does an answer hold the facts that a person would look for in it? Every group of facts must be there in one of its wordings, and none of
/// what the answer must not say.
/// </summary>
/// <remarks>
/// A wording is looked for as whole words, after both sides were lowered and stripped of Markdown, of labels [n] and of punctuation;
/// underscores within identifiers stay: <c>_dlt_loads</c> is not "dlt loads". One that begins with <c>=</c> is looked for as it stands,
/// punctuation included (<c>=--disable-telemetry</c>); case, white space, backticks and asterisks still do not matter.
/// </remarks>
public sealed partial class FactMatch
{
    private readonly string _raw;
    private readonly string _words;

    /// <summary>The words with underscores around them taken off: emphasis can be written so.</summary>
    private readonly string _loose;

    public FactMatch(string answer)
    {
        _raw = Bare(answer);
        _words = $" {Words(answer)} ";
        _loose = $" {string.Join(' ', _words.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Unemphasised))} ";
    }

    /// <summary>The answer holds this wording of a fact.</summary>
    public bool Holds(string form)
    {
        if (form.StartsWith('='))
            return HoldsAsItStands(Bare(form[1..]));
        var wanted = $" {Words(form)} ";
        return _words.Contains(wanted, StringComparison.Ordinal) || _loose.Contains(wanted, StringComparison.Ordinal);
    }

    /// <summary>Lower case, one kind of quotes and dashes, links as their text, no marks of Markdown, white space collapsed.</summary>
    public static string Bare(string text)
    {
        text = Lower(text);
        text = Link().Replace(text, "$1");
        text = Fence().Replace(text, " ");
        text = Label().Replace(text, " ");
        text = Escape().Replace(text, "$1");
        return Space().Replace(Mark().Replace(text, ""), " ").Trim(' ');
    }

    /// <summary>Only words, digits and the underscores of identifiers, with single spaces between.</summary>
    public static string Words(string text)
    {
        var words = new StringBuilder(text.Length);
        var within = false;
        foreach (var rune in Bare(text).EnumerateRunes())
        {
            var word = IsWord(rune);
            if (word && !within && words.Length > 0)
                words.Append(' ');
            if (word)
                words.Append(rune.ToString());
            within = word;
        }
        return words.ToString();
    }

    /// <summary>What one answer comes to.</summary>
    /// <param name="uris">Of the sources it cites; what follows a # in them does not count.</param>
    public static FactVerdict Judge(EvaluationCase expected, string answer, Outcome outcome, IEnumerable<string> uris)
    {
        var match = new FactMatch(answer);
        var refused = outcome is Outcome.NoAnswer or Outcome.Blocked;
        return new FactVerdict(
            refused,
            [.. (expected.ExpectedFacts ?? []).Select(group => !refused && group.Any(match.Holds))],
            [.. (expected.MustNot ?? []).Where(match.Holds)],
            uris.Any(uri => (expected.ExpectedDocuments ?? []).Any(page => IsPage(uri, page)))
        );
    }

    /// <summary>The address is that of the page, or ends with it; what follows a # in the address is passed over.</summary>
    public static bool IsPage(string uri, string page)
    {
        var address = uri.AsSpan(0, uri.IndexOf('#') is >= 0 and var fragment ? fragment : uri.Length);
        return uri == page // ids may hold a #
            || address.SequenceEqual(page)
            || address.Length > page.Length && address.EndsWith(page, StringComparison.Ordinal) && address[^(page.Length + 1)] == '/';
    }

    private bool HoldsAsItStands(string form)
    {
        var beginsWithWord = Rune.DecodeFromUtf16(form, out var first, out _) == OperationStatus.Done && IsWord(first);
        for (var at = _raw.IndexOf(form, StringComparison.Ordinal); at >= 0; at = Next(at))
            if (!(beginsWithWord && WordBefore(at)) && !WordAt(at + form.Length))
                return true;
        return false;

        int Next(int at) => at < _raw.Length ? _raw.IndexOf(form, at + 1, StringComparison.Ordinal) : -1;
        bool WordAt(int at) => Rune.DecodeFromUtf16(_raw.AsSpan(at), out var rune, out _) == OperationStatus.Done && IsWord(rune);
        bool WordBefore(int at) =>
            Rune.DecodeLastFromUtf16(_raw.AsSpan(0, at), out var rune, out _) == OperationStatus.Done && IsWord(rune);
    }

    private static string Unemphasised(string word) => word.Trim('_') is { Length: > 0 } inner ? inner : word;

    /// <summary>Lower case, with typographic quotes, dashes and full-width signs as a keyboard has them.</summary>
    private static string Lower(string text) =>
        string.Create(
            text.Length,
            text.ToLowerInvariant(),
            static (span, lower) =>
            {
                for (var i = 0; i < span.Length; i++)
                    span[i] = lower[i] switch
                    {
                        '\u2018' or '\u2019' => '\'',
                        '\u201c' or '\u201d' => '"',
                        >= '\u2010' and <= '\u2014' or '\u2212' => '-',
                        >= '\uff01' and <= '\uff5e' => char.ToLowerInvariant((char)(lower[i] - 0xfee0)),
                        var other => other,
                    };
            }
        );

    private static bool IsWord(Rune rune) =>
        rune.Value == '_'
        || Rune.IsLetter(rune)
        || Rune.GetUnicodeCategory(rune)
            is UnicodeCategory.DecimalDigitNumber
                or UnicodeCategory.LetterNumber
                or UnicodeCategory.OtherNumber;

    [GeneratedRegex(@"!?\[([^\]]*)\]\((?:[^()\s]|\([^()]*\))*\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"^\s*```.*$", RegexOptions.Multiline)]
    private static partial Regex Fence();

    [GeneratedRegex(@"\[\d{1,2}\](?!\()")]
    private static partial Regex Label();

    [GeneratedRegex(@"\\([\\`*_{}\[\]()#+.!|<>~-])")]
    private static partial Regex Escape();

    [GeneratedRegex("[`*]")]
    private static partial Regex Mark();

    [GeneratedRegex(@"[\s\x1c-\x1f]+")]
    private static partial Regex Space();
}
