using System.Text.RegularExpressions;
using ChatBot.Language;

namespace ChatBot.Privacy.Detection;

/// <summary>
/// What the detectors found so far in one text. A character belongs to one finding at most: the first detector that claims it has it.
/// Placeholders that already stand in the text (<c>[email]</c>) are taken from the start, so nothing is redacted twice.
/// </summary>
internal sealed class Findings
{
    private readonly bool[] _taken;
    private readonly List<RedactedSpan> _spans = [];
    private List<DigitRun>? _digitRuns;
    private IReadOnlyList<(int Start, int End)>? _links;

    public Findings(string text)
    {
        Text = text;
        _taken = new bool[text.Length];
        foreach (var placeholder in Placeholder.EnumerateMatches(text))
            Array.Fill(_taken, true, placeholder.Index, placeholder.Length);
    }

    public string Text { get; }

    /// <summary>Runs of digit groups, read once for all detectors of numbers.</summary>
    public List<DigitRun> DigitRuns => _digitRuns ??= DigitRun.ReadAll(Text);

    /// <summary>Claims [start, end) for a kind; false, and nothing happens, when a part of it is taken.</summary>
    public bool Claim(string kind, int start, int end)
    {
        if (end < Text.Length && char.IsLowSurrogate(Text[end]) && char.IsHighSurrogate(Text[end - 1]))
            end++;
        if (start >= end || !IsFree(start, end))
            return false;
        Array.Fill(_taken, true, start, end - start);
        _spans.Add(new RedactedSpan(kind, start, end));
        return true;
    }

    public bool IsFree(int start, int end) => !_taken.AsSpan(start, end - start).Contains(true);

    /// <summary>True inside a web link, where digits are paths and ids rather than phones or cards.</summary>
    public bool IsInLink(int position)
    {
        _links ??= [.. Link.Matches(Text).Select(m => (m.Index, m.Index + m.Length))];
        var (low, high) = (0, _links.Count - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            if (position < _links[middle].Start)
                high = middle - 1;
            else if (position >= _links[middle].End)
                low = middle + 1;
            else
                return true;
        }
        return false;
    }

    public IReadOnlyList<RedactedSpan> Of(string kind) => [.. _spans.Where(span => span.Kind == kind)];

    public IReadOnlyList<RedactedSpan> InOrder() => [.. _spans.OrderBy(span => span.Start)];

    private static readonly Regex Placeholder = new(
        $@"\[(?:{string.Join('|', PersonalData.Kinds)})\]",
        RegexOptions.NonBacktracking | RegexOptions.CultureInvariant
    );

    private static readonly Regex Link = new(
        $@"\b{Alternation.Of(WordList.Load("link-schemes"))}://?[^\s<>""'\)\]]+|\bwww\.[^\s<>""'\)\]]+",
        RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase
    );
}
