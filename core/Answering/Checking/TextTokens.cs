using System.Buffers;
using System.Text.RegularExpressions;
using ChatBot.Language;

namespace ChatBot.Answering.Checking;

/// <summary>
/// Takes a sentence of Markdown apart into words, figures, identifiers and links. Identifiers stay whole; linear in the text.
/// </summary>
internal static partial class TextTokens
{
    private const string Opening = "([{<\"'“‘*_~«",
        Closing = ")]}>\"'”’*_~»,.;:!?…";

    private static readonly SearchValues<char> Breaks = SearchValues.Create(",;:()–—");

    /// <param name="isCode">The text is code, all of it.</param>
    public static List<TextToken> Of(string text, bool isCode = false)
    {
        var tokens = new List<TextToken>();
        var reader = new Reader(tokens, text);
        if (isCode)
            reader.Code(0, text.Length);
        else
            reader.Prose();
        Figures.Measure(tokens);
        return tokens;
    }

    /// <summary>A list item's mark, a heading's, a quote's: no words of it.</summary>
    [GeneratedRegex(@"\G\s*(?:[-*+•]\s+|\d{1,3}[.)]\s+|#{1,6}\s+|>\s*)+")]
    private static partial Regex Mark();

    [GeneratedRegex(@"\G(?:https?://|ftp://|www\.|mailto:)[^\s<>""'`|]+", RegexOptions.IgnoreCase)]
    private static partial Regex Address();

    [GeneratedRegex(@"\A[\w.+-]+@[\w-]+(?:\.[\w-]+)+\z")]
    private static partial Regex Mail();

    [GeneratedRegex(
        @"\A(?<sign>[-+<>=~≥≤$€£#v]*)(?<value>\d[\d,]*(?:\.\d+)*)(?:x|(?<unit>%|°?[A-Za-z]{1,9}|\+))?\z",
        RegexOptions.ExplicitCapture
    )]
    private static partial Regex Number();

    /// <summary>Flags, paths, calls, dotted and underscored names, assignments, environment variables.</summary>
    [GeneratedRegex(
        @"\A--?[A-Za-z]|[A-Za-z0-9]_+[A-Za-z0-9]|\A_|\(\)\z|::"
            + @"|\A[./~]+[A-Za-z]|[A-Za-z0-9]\.[A-Za-z]{2,}|=|\$|\A@|[a-z]+[A-Z]|\A[\w.-]+(?:/[\w.-]+){2,}"
            + @"|\{|\A\d+(?:\.\d+){3}|\d:\d|[a-z0-9]:[a-z0-9]"
    )]
    private static partial Regex Identifying();

    private ref struct Reader(List<TextToken> tokens, string text)
    {
        private int _clause;
        private bool _starts = true;

        public void Prose()
        {
            var at = Mark().Match(text) is { Success: true } mark ? mark.Length : 0;
            while (at < text.Length)
            {
                var c = text[at];
                if (char.IsWhiteSpace(c))
                {
                    at++;
                    if (c == '\n' && Mark().Match(text, at) is { Success: true, Length: > 0 } next)
                        (at, _starts, _clause) = (at + next.Length, true, _clause + 1);
                }
                else if (c == '`')
                    at = Ticks(at);
                else if (c == '|')
                    (at, _starts, _clause) = (at + 1, true, _clause + 1);
                else if (c is 'h' or 'H' or 'f' or 'w' or 'm' && Address().Match(text, at) is { Success: true } address)
                {
                    var url = address.Value.TrimEnd(")]}>\"'.,;:!?*_".ToCharArray());
                    Add(TokenKind.Link, url.ToLowerInvariant(), url.ToLowerInvariant(), url, 1, false, false);
                    at += Math.Max(1, url.Length);
                }
                else if (Scripts.IsIdeographic(c))
                {
                    Add(TokenKind.Word, c.ToString(), c.ToString(), c.ToString(), 0.8, false, false);
                    at++;
                }
                else
                    at = Run(at);
            }
        }

        /// <summary>Between back-ticks: code, word by word.</summary>
        private int Ticks(int at)
        {
            var fence = 1;
            while (at + fence < text.Length && text[at + fence] == '`')
                fence++;
            var close = text.IndexOf(new string('`', fence), at + fence, StringComparison.Ordinal);
            if (close < 0)
                return at + fence;
            Code(at + fence, close);
            _starts = false;
            return close + fence;
        }

        public void Code(int from, int to)
        {
            foreach (var range in text.AsSpan(from, to - from).SplitAny(" \t\r\n,;"))
            {
                var run = text.AsSpan(from, to - from)[range].Trim("\"'`()[]{}<>");
                if (run.Length > 1 && run[^1] is '.' or ':')
                    run = run[..^1];
                if (run.ContainsAnyInRange('0', '9') || run.ContainsAny(Letters))
                    Identifier(run.ToString(), true);
            }
        }

        private int Run(int at)
        {
            var start = at;
            while (at < text.Length && !char.IsWhiteSpace(text[at]) && text[at] is not ('`' or '|') && !Scripts.IsIdeographic(text[at]))
            {
                at++;
                // [text](address): the text, then the address.
                if (text[at - 1] == ']' && at < text.Length && text[at] == '(')
                    break;
            }
            if (text[start] == '(' && start > 0 && text[start - 1] == ']' && text.IndexOf(')', start) is var end && end > start)
            {
                var url = text[(start + 1)..end].Split(' ')[0];
                Add(TokenKind.Link, url.ToLowerInvariant(), url.ToLowerInvariant(), url, 1, false, false);
                return end + 1;
            }
            var run = text.AsSpan(start, at - start);
            var opened = run.TrimStart(Opening);
            var core = opened.TrimEnd(Closing);
            if (opened.Length < run.Length && run.ContainsAny("(["))
                _clause++;
            if (core.Length > 0)
                Core(core.ToString());
            else if (run is "-" or "–" or "—" or "->" or "→")
                _clause++;
            var tail = opened[core.Length..];
            if (tail.ContainsAny(Breaks) || tail.ContainsAny(".!?"))
                _clause++;
            if (core.Length > 0 || tail.Length > 0)
                _starts = tail.ContainsAny(".!?:") || core.Length == 0 && run.ContainsAny("\"“(");
            return at;
        }

        private void Core(string core)
        {
            if (core.EndsWith("'s", StringComparison.Ordinal) || core.EndsWith("’s", StringComparison.Ordinal))
                core = core[..^2];
            if (core.Length == 0)
                return;
            if (core.Contains('@') && Mail().IsMatch(core))
                Add(TokenKind.Link, core.ToLowerInvariant(), core.ToLowerInvariant(), core, 1, false, false);
            else if (Number().Match(core) is { Success: true } number)
                Figure(core, number);
            else if (Figures.IsWritten(core))
                Add(TokenKind.Word, core.ToLowerInvariant(), core.ToLowerInvariant(), core, 0.5, false, false);
            else if (Identifying().IsMatch(core))
                Identifier(core, false);
            else
                Words(core);
        }

        private void Figure(string core, Match number)
        {
            var value = number.Groups["value"].Value.Replace(",", "");
            var unit = number.Groups["unit"].Value;
            var sign = number.Groups["sign"].Value;
            if (Figures.IsOrdinalEnding(unit))
                unit = "";
            Add(TokenKind.Figure, value, value, core, 1, false, false);
            if (sign.AsSpan().IndexOfAny("$€£") is >= 0 and var currency)
                unit = sign[currency].ToString();
            if (unit.Length > 0 && unit != "+")
                Add(TokenKind.Word, unit.ToLowerInvariant(), Stems.Of(unit.ToLowerInvariant()), unit, 0.5, false, false);
        }

        /// <summary>The whole, and what it is made of.</summary>
        private void Identifier(string run, bool inCode)
        {
            if (Number().Match(run) is { Success: true } number)
            {
                Figure(run, number);
                return;
            }
            var folded = run.ToLowerInvariant();
            Add(TokenKind.Identifier, folded, inCode && run.All(char.IsAsciiLetter) ? Stems.Of(folded) : folded, run, 1, false, inCode);
        }

        private void Words(string core)
        {
            foreach (var range in core.AsSpan().SplitAny("-/–—+&"))
            {
                var part = core.AsSpan()[range].Trim(Opening + Closing).ToString();
                if (part.Length == 0)
                    continue;
                if (Number().Match(part) is { Success: true } number)
                {
                    Figure(part, number);
                    _starts = false;
                    continue;
                }
                var terms = Terms.Of(part);
                foreach (var term in terms)
                {
                    if (Numbers.TryValue(term.Word, out var digits) && term.Word is not ("second" or "twice" or "thrice"))
                        Add(TokenKind.Figure, digits, digits, part, 1, false, false);
                    else
                    {
                        var capital = char.IsUpper(part[0]) || part.Skip(1).Any(char.IsUpper);
                        var named =
                            capital
                            && part.Length > 1
                            && (!_starts || part.Skip(1).Any(char.IsUpper) || term.Weight >= 1 && !IsInflected(term.Word));
                        Add(TokenKind.Word, term.Word, term.Stem, part, term.Weight, named, false);
                    }
                    _starts = false;
                }
            }
        }

        /// <summary>Postponing, Unlike many names, is a form of a common word or looks like one.</summary>
        private static bool IsInflected(string word) =>
            word.EndsWith("ing", StringComparison.Ordinal)
            || word.EndsWith("ed", StringComparison.Ordinal)
            || word.EndsWith("ly", StringComparison.Ordinal);

        private readonly void Add(TokenKind kind, string word, string stem, string original, double weight, bool isName, bool inCode) =>
            tokens.Add(new TextToken(kind, word, stem, original, weight, isName, _clause, inCode));

        private static readonly SearchValues<char> Letters = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");
    }
}
