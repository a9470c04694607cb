using System.Text.RegularExpressions;

namespace ChatBot.Knowledge.Reading.Tables;

/// <summary>What parts the cells of a delimited text.</summary>
/// <param name="Delimiter">Null for a list of lines.</param>
/// <param name="Named">The first line only names the delimiter ("sep=;", as Excel writes it).</param>
internal sealed partial record CsvDialect(char? Delimiter, bool Named = false)
{
    private const int SampleLength = 64 * 1024;
    private const int SampleRows = 300;

    /// <summary>Of two that part the rows alike, the one that stands in texts and numbers less often.</summary>
    private static readonly char[] Candidates = ['\t', ';', '|', ','];

    /// <param name="tabbed">The file's name says that it is tabs.</param>
    public static CsvDialect Of(TextReader text, bool tabbed)
    {
        var sample = Sample(text);
        if (NamedDelimiter().Match(sample) is { Success: true } named)
            return new CsvDialect(named.Groups["delimiter"].Value[0], Named: true);
        if (tabbed && sample.Contains('\t'))
            return new CsvDialect('\t');
        var found = Candidates.Select(candidate => (Delimiter: candidate, Fit: Fit(sample, candidate))).ToList();
        var best = found.MaxBy(candidate => candidate.Fit);
        // Decimal commas part every row of numbers alike; they are no delimiter where another one parts the rows too.
        if (best.Delimiter == ',' && found.Any(other => other.Delimiter != ',' && other.Fit >= 0.5) && OnlyWithinNumbers(sample))
            best = found.Where(other => other.Delimiter != ',').MaxBy(other => other.Fit);
        return new CsvDialect(
            best.Fit > 0 ? best.Delimiter
            : sample.Any(char.IsLetterOrDigit) ? null
            : ','
        );
    }

    /// <summary>The share of rows that have the usual number of cells, less for few columns; 0 where it does not part the rows.</summary>
    private static double Fit(string sample, char delimiter)
    {
        if (!sample.Contains(delimiter))
            return 0;
        var widths = CsvRows
            .Of(new StringReader(sample), delimiter)
            .Take(SampleRows)
            .Where(row => row.Any(cell => cell.Length > 0))
            .Select(row => row.Length)
            .ToList();
        // Title lines, or the name of a list of texts, which have commas now and then.
        var above = widths.TakeWhile(width => width == 1).Count();
        var usual = widths.Skip(above).Where(width => width > 1).GroupBy(width => width).MaxBy(group => group.Count());
        if (usual is null || widths.Skip(above).Count(width => width > 1) * 2 < widths.Count - above)
            return 0;
        var share = (double)usual.Count() / (widths.Count - above);
        return above > 0 && share < 0.8 && widths.Skip(above).Contains(1) ? 0 : share - 0.5 / usual.Key;
    }

    private static bool OnlyWithinNumbers(string sample)
    {
        for (var at = sample.IndexOf(','); at >= 0; at = sample.IndexOf(',', at + 1))
            if (
                at == 0
                || at + 1 == sample.Length
                || !char.IsAsciiDigit(sample[at - 1])
                || !(char.IsAsciiDigit(sample[at + 1]) || sample[at + 1] == ' ')
            )
                return false;
        return true;
    }

    /// <summary>The first lines, whole.</summary>
    private static string Sample(TextReader text)
    {
        var buffer = new char[SampleLength];
        var read = text.ReadBlock(buffer);
        var sample = new string(buffer, 0, read);
        return read == buffer.Length && sample.LastIndexOf('\n') is > 0 and var end ? sample[..(end + 1)] : sample;
    }

    [GeneratedRegex("""^\uFEFF?"?sep=(?<delimiter>[\t -!#-~])"?\s*(\r|\n|$)""", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex NamedDelimiter();
}
