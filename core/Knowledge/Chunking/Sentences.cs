using System.Collections.Frozen;
using ChatBot.Language;

namespace ChatBot.Knowledge.Chunking;

public enum SentenceKind
{
    Prose,
    Heading,
    ListItem,
    TableRow,
    Code,
}

/// <summary>A sentence, list item, table row, heading or whole code fence of a Markdown text.</summary>
/// <param name="Start">First UTF-16 unit in the text.</param>
/// <param name="End">First UTF-16 unit after it; white space at either side is not part of it.</param>
/// <param name="Paragraph">Sentences of one paragraph or list share a number; it rises through the text.</param>
public readonly record struct Sentence(int Start, int End, SentenceKind Kind, int Paragraph)
{
    public int Length => End - Start;

    public string In(string text) => text[Start..End];
}

/// <summary>
/// Splits Markdown (plain text is Markdown too) into sentences. Chunks are cut, and extractive answers are put together,
/// along these bounds, so nothing is ever quoted in part. Code fences stay whole.
/// </summary>
public static class Sentences
{
    private static readonly FrozenSet<string> Abbreviations = WordList
        .Load("abbreviations")
        .Words.Concat(Calendar.Abbreviations)
        .ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    public static IReadOnlyList<Sentence> Split(string text)
    {
        var sentences = new List<Sentence>();
        var paragraph = 0;
        var at = 0;
        var open = -1; // start of the prose lines that are not split yet
        var openKind = SentenceKind.Prose;
        while (at < text.Length)
        {
            var end = text.IndexOf('\n', at);
            end = end < 0 ? text.Length : end;
            var line = text.AsSpan(at, end - at);
            var content = line.TrimStart();
            var next = Math.Min(end + 1, text.Length);
            if (Fence(content) is { Length: > 0 } fence)
            {
                Flush(at);
                next = EndOfFence(text, next, fence);
                Add(sentences, text, at, next, SentenceKind.Code, paragraph++);
            }
            else if (content.IsWhiteSpace())
            {
                Flush(at);
                paragraph++;
            }
            else if (IsHeading(content))
            {
                Flush(at);
                Add(sentences, text, at, end, SentenceKind.Heading, paragraph++);
            }
            else if (content[0] == '|')
            {
                Flush(at);
                if (content.ContainsAnyExcept("|-: \t\r"))
                    Add(sentences, text, at, end, SentenceKind.TableRow, paragraph);
            }
            else if (IsListItem(content))
            {
                Flush(at);
                open = at;
                openKind = SentenceKind.ListItem;
            }
            else if (open < 0)
            {
                open = at;
                openKind = SentenceKind.Prose;
            }
            at = next;
        }
        Flush(text.Length);
        return sentences;

        void Flush(int end)
        {
            if (open < 0)
                return;
            if (openKind == SentenceKind.ListItem)
                Add(sentences, text, open, end, SentenceKind.ListItem, paragraph);
            else
                Prose(sentences, text, open, end, paragraph);
            open = -1;
        }
    }

    /// <summary>"-", "*", "+", "1." or "2)" and a space.</summary>
    public static bool IsListItem(ReadOnlySpan<char> line)
    {
        line = line.TrimStart();
        if (line is ['-' or '*' or '+' or '•', ' ' or '\t', ..])
            return true;
        var digits = line.IndexOfAnyExceptInRange('0', '9');
        return digits is > 0 and < 4 && digits + 1 < line.Length && line[digits] is '.' or ')' && line[digits + 1] == ' ';
    }

    /// <summary>
    /// Where the delimiter row ("| --- | --- |") behind a table's first row ends; null where there is none, so that the row is no header.
    /// </summary>
    public static int? DelimiterEnd(string text, Sentence row)
    {
        var start = text.IndexOf('\n', row.End) + 1;
        if (start == 0)
            return null;
        var end = text.IndexOf('\n', start);
        var line = text.AsSpan(start, (end < 0 ? text.Length : end) - start).Trim();
        return line.StartsWith("|") && line.Contains('-') && !line.ContainsAnyExcept("|-: \t\r")
            ? end < 0
                ? text.Length
                : end
            : null;
    }

    private static bool IsHeading(ReadOnlySpan<char> line)
    {
        var level = line.IndexOfAnyExcept('#');
        return level is > 0 and <= 6 && line[level] == ' ';
    }

    /// <summary>The run of signs that opens or closes a code sample on this line; empty where the line does neither.</summary>
    internal static string Fence(ReadOnlySpan<char> line)
    {
        if (line.Length < 3 || line[0] is not ('`' or '~') || line[1] != line[0] || line[2] != line[0])
            return "";
        var length = line.IndexOfAnyExcept(line[0]);
        // A closing or opening fence has no further back-tick on its line; ```code``` is inline.
        return length > 0 && line[0] == '`' && line[length..].Contains('`') ? "" : new string(line[0], length < 0 ? line.Length : length);
    }

    private static int EndOfFence(string text, int at, string fence)
    {
        while (at < text.Length)
        {
            var end = text.IndexOf('\n', at);
            end = end < 0 ? text.Length : end;
            var line = text.AsSpan(at, end - at).Trim();
            at = Math.Min(end + 1, text.Length);
            if (line.Length >= fence.Length && !line.ContainsAnyExcept(fence[0]))
                return at;
        }
        return at;
    }

    private static void Prose(List<Sentence> sentences, string text, int start, int end, int paragraph)
    {
        var from = start;
        for (var at = start; at < end; at++)
        {
            if (text[at] is '。' or '！' or '？' || (text[at] is '.' or '!' or '?' && EndsSentence(text, from, at, end)))
            {
                while (
                    at + 1 < end
                    && text[at + 1] is '"' or '”' or '’' or '\'' or ')' or ']' or '.' or '!' or '?' or '」' or '』' or '*' or '_' or '`'
                )
                    at++;
                Add(sentences, text, from, at + 1, SentenceKind.Prose, paragraph);
                from = at + 1;
            }
        }
        Add(sentences, text, from, end, SentenceKind.Prose, paragraph);
    }

    /// <summary>
    /// A stop ends a sentence where white space and the start of another follow, and no abbreviation, initial or number stands before it.
    /// </summary>
    private static bool EndsSentence(string text, int from, int at, int end)
    {
        var after = at + 1;
        while (after < end && text[after] is '"' or '”' or '’' or '\'' or ')' or ']' or '*' or '_' or '`' or '.' or '!' or '?')
            after++;
        if (after >= end)
            return true;
        if (!char.IsWhiteSpace(text[after]))
            return false;
        while (after < end && char.IsWhiteSpace(text[after]))
            after++;
        if (after >= end)
            return true;
        if (text[at] != '.')
            return true;
        if (char.IsLower(text[after]))
            return false;
        var word = at;
        while (word > from && (char.IsLetterOrDigit(text[word - 1]) || text[word - 1] == '.'))
            word--;
        var before = text.AsSpan(word, at - word);
        if (before is [>= 'A' and <= 'Z'])
            return false; // an initial: "J. Smith"
        return !Abbreviations.GetAlternateLookup<ReadOnlySpan<char>>().Contains(before);
    }

    private static void Add(List<Sentence> sentences, string text, int start, int end, SentenceKind kind, int paragraph)
    {
        while (start < end && char.IsWhiteSpace(text[start]))
            start++;
        while (end > start && char.IsWhiteSpace(text[end - 1]))
            end--;
        if (start < end)
            sentences.Add(new Sentence(start, end, kind, paragraph));
    }
}
