using CsvHelper;

namespace ChatBot.Knowledge.Reading.Tables;

/// <param name="Line">Where it begins, from 1.</param>
internal readonly record struct CsvRow(string[] Cells, long Line);

/// <summary>
/// The rows of a delimited text, one after the other. A quote that nothing closes costs its own line only: the text is parsed in
/// blocks of whole lines, and what an open quote holds back is read again without it.
/// </summary>
internal static class CsvRows
{
    private const int BlockLength = 256 * 1024;

    /// <summary>Characters that one row may have; a quote open for longer was none.</summary>
    private const int LongestRow = 1024 * 1024;

    /// <summary>Quotes that nothing closes after which no quote spans lines any more, so that reading stays linear.</summary>
    private const int ToleratedQuotes = 50;

    /// <param name="delimiter">Null for lines of one cell.</param>
    public static IEnumerable<string[]> Of(TextReader text, char? delimiter, CancellationToken cancel = default) =>
        Numbered(text, delimiter, LongestRow, cancel).Select(row => row.Cells);

    /// <summary>The same with the lines where they stand.</summary>
    /// <param name="longest">Characters that one row may have; a quote open for longer was none.</param>
    public static IEnumerable<CsvRow> Numbered(TextReader text, char? delimiter, int longest, CancellationToken cancel = default)
    {
        var number = 1L;
        var buffer = new char[BlockLength];
        var held = "";
        var openQuotes = 0;
        while (true)
        {
            cancel.ThrowIfCancellationRequested();
            var read = text.ReadBlock(buffer);
            var atEnd = read < buffer.Length;
            var block = held + new string(buffer, 0, read);
            // A block ends with a line; \r may be half of a line end, so it counts only where more stands behind it.
            var cut =
                atEnd ? block.Length
                : block.LastIndexOf('\n') is >= 0 and var lf ? lf + 1
                : block.AsSpan(0, block.Length - 1).LastIndexOf('\r') + 1;
            if (cut == 0 && block.Length > longest)
                cut = block.Length;
            var at = 0;
            while (at < cut)
            {
                var part = block[at..cut];
                var (rows, rest, isTorn) = Parse(part, delimiter, openQuotes <= ToleratedQuotes);
                foreach (var row in rows)
                    yield return row with
                    {
                        Line = row.Line + number - 1,
                    };
                number += LineEnds(part.AsSpan(0, rest < 0 ? part.Length : rest));
                if (rest < 0)
                    break;
                at += rest;
                if (!isTorn && !atEnd && block.Length - at < longest)
                {
                    cut = at;
                    break;
                }
                openQuotes++;
                var line = EndOfLine(block, at, cut);
                foreach (var row in Parse(block[at..line], delimiter, quotedBreaks: false).Rows)
                    yield return row with
                    {
                        Line = number,
                    };
                number++;
                at = line;
            }
            if (atEnd)
                yield break;
            held = block[cut..];
        }
    }

    /// <returns>
    /// The sound rows, and where the row begins whose quote is still open at the end, or was closed lines below within a text, so that it
    /// was none (then it is torn); -1 where there is no such row.
    /// </returns>
    private static (List<CsvRow> Rows, int Open, bool IsTorn) Parse(string text, char? delimiter, bool quotedBreaks)
    {
        var open = 0L;
        var isTorn = false;
        var options = CsvReaderOptions.Default with
        {
            HasHeader = false,
            Separator = delimiter ?? '\x1F',
            TrimWhitespace = true,
            TrackLineNumbers = true,
            SkipEmptyLines = false,
            AllowLineBreaksInQuotes = quotedBreaks,
            OnMalformedRecord = record =>
            {
                isTorn =
                    record.Reason == CsvMalformedReason.TextAfterClosingQuote
                    && record.RawRecord.AsSpan().TrimEnd().ContainsAny('\r', '\n');
                if (isTorn || record.Reason == CsvMalformedReason.UnterminatedQuote)
                    open = record.LineNumber;
            },
        };
        using var csv = CsvReader.FromText(text, options);
        var rows = new List<CsvRow>();
        while (csv.Read())
        {
            if (quotedBreaks && open > 0)
                return (rows, StartOfLine(text, open), isTorn);
            var row = new string[csv.FieldCount];
            for (var i = 0; i < row.Length; i++)
                row[i] = csv.GetString(i);
            rows.Add(new CsvRow(row, csv.LineNumber));
        }
        return (rows, -1, false);
    }

    private static int LineEnds(ReadOnlySpan<char> text)
    {
        var count = text.Count('\n');
        for (var at = text.IndexOf('\r'); at >= 0; )
        {
            if (at + 1 >= text.Length || text[at + 1] != '\n')
                count++;
            var next = text[(at + 1)..].IndexOf('\r');
            at = next < 0 ? -1 : at + 1 + next;
        }
        return count;
    }

    private static int StartOfLine(string text, long line)
    {
        var at = 0;
        for (; line > 1; line--)
            at = EndOfLine(text, at, text.Length);
        return at;
    }

    private static int EndOfLine(string text, int at, int end)
    {
        var found = text.AsSpan(at, end - at).IndexOfAny('\r', '\n');
        if (found < 0)
            return end;
        found += at + 1;
        return text[found - 1] == '\r' && found < end && text[found] == '\n' ? found + 1 : found;
    }
}
