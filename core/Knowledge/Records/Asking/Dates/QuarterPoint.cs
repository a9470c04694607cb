namespace ChatBot.Knowledge.Records.Asking.Dates;

/// <summary>Reads quarters and halves of a year: Q3 2026, the third quarter of 2026, H1, the first half of last year.</summary>
internal static class QuarterPoint
{
    public static DateSpan? At(IReadOnlyList<Token> tokens, int at, DateTime today)
    {
        var word = tokens[at].Word;
        var (months, number, length) =
            word.Length == 2 && word[0] is 'q' or 'h' && word[1] is >= '1' and <= '4' ? (word[0] == 'q' ? 3 : 6, word[1] - '0', 1)
            : at + 1 < tokens.Count && CalendarWords.Ordinal(word) is { } ordinal && tokens[at + 1].Word is "quarter" or "half"
                ? (tokens[at + 1].Word == "quarter" ? 3 : 6, ordinal, 2)
            : at + 1 < tokens.Count && word == "quarter" && int.TryParse(tokens[at + 1].Word, out var cardinal) ? (3, cardinal, 2)
            : (0, 0, 0);
        if (months == 0 || number * months > 12)
            return null;
        var month = (number - 1) * months + 1;
        var next = at + length;
        if (
            next < tokens.Count
            && tokens[next].Word is "of" or "in"
            && (CalendarWords.Year(tokens, next + 1) is not null || YearNamed(tokens, next + 1, today) is not null)
        )
            next++;
        if (CalendarWords.Year(tokens, next) is { } year)
            return DatePoint.Months(next - at + 1, year, month, months);
        if (YearNamed(tokens, next, today) is { } named)
            return DatePoint.Months(next - at + named.Length, named.From!.Value.Year, month, months);
        return DatePoint.Months(length, DatePoint.LatestYear(month, 1, today), month, months) with { LacksYear = true };
    }

    /// <summary>"last year", "the year 2025".</summary>
    private static DateSpan? YearNamed(IReadOnlyList<Token> tokens, int at, DateTime today)
    {
        var skipped = at < tokens.Count && tokens[at].Word == "the" ? 1 : 0;
        return
            at + skipped < tokens.Count
            && DatePoint.Relative(tokens, at + skipped, today) is { } span
            && span.From?.AddYears(1) == span.Before
            ? span with
            {
                Length = span.Length + skipped,
            }
            : null;
    }
}
