using System.Text;
using System.Text.RegularExpressions;

namespace ChatBot.Knowledge.Reading.Code;

/// <summary>
/// Parts a script into statements with the comments above them: by semicolons outside of strings, comments, dollar quotes and the bodies
/// of routines, by GO lines, by "/" lines, and by what DELIMITER names.
/// </summary>
internal sealed partial class SqlStatements
{
    /// <summary>Characters after which a statement ends at a line end whatever it holds.</summary>
    private const int Longest = 200_000;

    /// <summary>Of a thing in brackets; T-SQL's may have 128 signs.</summary>
    private const int LongestName = 130;

    private readonly StringBuilder _statement = new();
    private string _delimiter = ";";
    private string _quote = "";
    private int _comments,
        _blocks,
        _words;
    private bool _isRoutine,
        _hasCode,
        _awaitsBody;
    private string _word = "",
        _first = "";

    public static IEnumerable<string> Of(TextReader text)
    {
        var reading = new SqlStatements();
        while (text.ReadLine() is { } line)
            foreach (var statement in reading.Line(line))
                yield return statement;
        if (reading.Take() is { } last)
            yield return last;
    }

    private IEnumerable<string> Line(string line)
    {
        if (_quote.Length == 0 && _comments == 0)
        {
            if (Separator().IsMatch(line) || (line.Trim() == "/" && _hasCode))
            {
                if (Take() is { } ended)
                    yield return ended;
                yield break;
            }
            if (Delimiter().Match(line) is { Success: true } named)
            {
                _delimiter = named.Groups["sign"].Value;
                yield break;
            }
            // A routine whose body never came, and the next thing begins.
            if (_awaitsBody && _blocks == 0 && Beginning().IsMatch(line) && Take() is { } before)
                yield return before;
            // An empty line below a comment that stands by itself: it speaks of the file.
            if (string.IsNullOrWhiteSpace(line) && !_hasCode && _statement.Length > 0)
                _statement.Append('\n');
        }
        var from = 0;
        for (var at = 0; at < line.Length; at++)
        {
            if (!Ends(line, ref at))
                continue;
            _statement.Append(line, from, at - from);
            from = at;
            // What stands behind the end on its line, a comment as a rule, is still said of it.
            var rest = line.AsSpan(at).Trim();
            if (rest.StartsWith("--"))
            {
                _statement.Append(' ').Append(rest);
                from = line.Length;
                at = line.Length;
            }
            if (Take() is { } statement)
                yield return statement;
            at--;
        }
        if (from < line.Length)
            _statement.Append(line, from, line.Length - from);
        _statement.Append('\n');
        if (_word == "END")
            Word("");
        if (_statement.Length > Longest && Take() is { } cut)
            yield return cut;
    }

    /// <summary>Reads on by a sign; true where a statement ends, <paramref name="at"/> then stands behind it.</summary>
    private bool Ends(string line, ref int at)
    {
        var c = line[at];
        if (_comments > 0)
        {
            if (line.AsSpan(at).StartsWith("*/"))
            {
                _comments--;
                at++;
            }
            else if (line.AsSpan(at).StartsWith("/*"))
            {
                _comments++;
                at++;
            }
            return false;
        }
        if (_quote.Length > 0)
        {
            if (!line.AsSpan(at).StartsWith(_quote))
            {
                if (c == '\\' && _quote == "'" && at + 1 < line.Length && line[at + 1] == '\'' && line.IndexOf('\'', at + 2) >= 0)
                    at++; // MySQL's escape; standard strings end in a backslash too seldom to matter
                return false;
            }
            at += _quote.Length - 1;
            _quote = "";
            return false;
        }
        var rest = line.AsSpan(at);
        if (char.IsLetterOrDigit(c) || c == '_')
        {
            var end = at + 1;
            while (end < line.Length && (char.IsLetterOrDigit(line[end]) || line[end] is '_' or '$' or '#'))
                end++;
            Word(line[at..end], line.AsSpan(end));
            at = end - 1;
            return false;
        }
        if (rest.StartsWith("--") || (c == '#' && at == 0 && !_hasCode))
        {
            at = line.Length;
            return false;
        }
        if (rest.StartsWith("/*"))
        {
            _comments = 1;
            at++;
            return false;
        }
        if (rest.StartsWith(_delimiter))
        {
            Word("");
            if (_delimiter == ";" && (_blocks > 0 || _awaitsBody))
                return false;
            at += _delimiter.Length;
            return true;
        }
        switch (c)
        {
            case '\'' or '"' or '`':
                Word("");
                _quote = c.ToString();
                _hasCode = true;
                _awaitsBody = false;
                break;
            case '[' when rest[..Math.Min(rest.Length, LongestName)].IndexOf(']') is > 0 and var close:
                at += close;
                break;
            case '$' when DollarQuote().Match(line, at) is { Success: true } dollar && dollar.Index == at:
                _quote = dollar.Value;
                at += dollar.Length - 1;
                _awaitsBody = false;
                break;
            default:
                if (!char.IsWhiteSpace(c))
                    _hasCode = true;
                break;
        }
        return false;
    }

    /// <summary>Follows BEGIN, CASE and END within the body of a routine.</summary>
    /// <param name="next">The word that was read; empty for the end of a statement or a line.</param>
    /// <param name="after">What stands behind it.</param>
    private void Word(string next, ReadOnlySpan<char> after = default)
    {
        var word = _word;
        _word = next.ToUpperInvariant();
        if (next.Length > 0)
        {
            _hasCode = true;
            if (_words++ == 0)
                _first = _word;
        }
        if (word == "END" && _word is not ("IF" or "LOOP" or "WHILE" or "REPEAT" or "FOR"))
            _blocks = Math.Max(0, _blocks - 1);
        if (word == "BEGIN" && _word is "" or "TRAN" or "TRANSACTION" or "WORK" or "ISOLATION" or "IMMEDIATE" or "EXCLUSIVE" && _blocks > 0)
            _blocks--; // begins a transaction, not a block
        switch (_word)
        {
            case "PROCEDURE" or "PROC" or "FUNCTION" or "TRIGGER" or "PACKAGE" when _first is "CREATE" or "ALTER" && _words < 10:
                _isRoutine = true;
                break;
            case "AS" or "IS" when _isRoutine && _blocks == 0:
                _awaitsBody = true;
                break;
            case "DECLARE" when _words == 1 && (after.Trim() is "" || char.IsLetter(after.TrimStart()[0])):
                _awaitsBody = true; // a block of Oracle's
                break;
            case "BEGIN":
                _blocks++;
                _awaitsBody = false;
                break;
            case "CASE" when word != "END" && _blocks > 0:
                _blocks++;
                break;
        }
    }

    /// <summary>The statement so far with the comments above it; null where there is nothing.</summary>
    private string? Take()
    {
        var statement = _statement.ToString().Trim('\r', '\n', ' ', '\t');
        _statement.Clear();
        (_quote, _comments, _blocks, _words, _isRoutine, _hasCode, _awaitsBody) = ("", 0, 0, 0, false, false, false);
        (_word, _first) = ("", "");
        return statement is "" or ";" ? null : statement;
    }

    [GeneratedRegex(@"^\s*GO(\s+\d+)?\s*;?\s*$", RegexOptions.IgnoreCase)]
    private static partial Regex Separator();

    [GeneratedRegex(@"^\s*DELIMITER\s+(?<sign>\S+)\s*$", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex Delimiter();

    [GeneratedRegex(@"^(CREATE|ALTER|DROP|GRANT|INSERT\s+INTO|COMMENT\s+ON)\s", RegexOptions.IgnoreCase)]
    private static partial Regex Beginning();

    [GeneratedRegex(@"\G\$\w*\$")]
    private static partial Regex DollarQuote();
}
