using System.Text.RegularExpressions;
using ChatBot.Knowledge.Reading.Blocks;

namespace ChatBot.Knowledge.Reading.Mail;

/// <summary>
/// The plain text of a mail: paragraphs, lists, what is quoted ("> ") kept apart, the signature below "-- " left out. What another
/// program put below a line of dashes with its own From and Date is quoted too.
/// </summary>
internal static partial class MailText
{
    private const int DeepestQuote = 10;

    /// <param name="flowed">Lines that end with a space go on in the next (RFC 3676).</param>
    public static IReadOnlyList<Block> Blocks(string text, bool flowed = false) =>
        Blocks([.. Unfolded(text.ReplaceLineEndings("\n").Split('\n'), flowed)], 0);

    private static List<Block> Blocks(List<string> lines, int depth)
    {
        var blocks = new List<Block>();
        var paragraph = new List<string>();
        for (var i = 0; i < lines.Count; i++)
        {
            var line = lines[i];
            if (line is "-- " or "--" && depth == 0)
            {
                // The signature reaches to the end, or to what is quoted below it.
                while (i + 1 < lines.Count && !lines[i + 1].StartsWith('>') && !IsOriginal(lines, i + 1))
                    i++;
                continue;
            }
            if (line.StartsWith('>') && depth < DeepestQuote)
            {
                // "On Monday Jo wrote:" belongs to what Jo wrote.
                var introduction = paragraph.Count > 0 && paragraph[^1].TrimEnd().EndsWith(':') ? paragraph.ToList() : [];
                if (introduction.Count > 0)
                    paragraph.Clear();
                Flush(blocks, paragraph);
                var quoted = new List<string>();
                for (; i < lines.Count && lines[i].StartsWith('>'); i++)
                    quoted.Add(lines[i].StartsWith("> ", StringComparison.Ordinal) ? lines[i][2..] : lines[i][1..]);
                i--;
                Flush(blocks, introduction, into: out var said);
                var content = Blocks(quoted, depth + 1);
                if (said is not null)
                    content.Insert(0, said);
                if (content.Count > 0)
                    blocks.Add(new Quote(content));
            }
            else if (IsOriginal(lines, i))
            {
                Flush(blocks, paragraph);
                blocks.Add(new Quote(Blocks(lines[(i + 1)..], DeepestQuote)));
                return blocks;
            }
            else if (string.IsNullOrWhiteSpace(line))
            {
                // A quote's introduction may stand a line above it.
                if (!(paragraph.Count > 0 && paragraph[^1].TrimEnd().EndsWith(':') && i + 1 < lines.Count && lines[i + 1].StartsWith('>')))
                    Flush(blocks, paragraph);
            }
            else
            {
                paragraph.Add(line);
            }
        }
        Flush(blocks, paragraph);
        return blocks;
    }

    private static void Flush(List<Block> blocks, List<string> lines)
    {
        Flush(blocks, lines, out var block);
        if (block is not null)
            blocks.Add(block);
    }

    /// <summary>A paragraph keeps its lines, for addresses and the like; lines that begin with marks are a list.</summary>
    private static void Flush(List<Block> blocks, List<string> lines, out Block? into)
    {
        into = null;
        if (lines.Count == 0)
            return;
        var first = lines.FindIndex(line => Item().IsMatch(line));
        if (first >= 0)
        {
            if (first > 0)
                blocks.Add(Paragraph(lines[..first]));
            var items = new List<(string Mark, string Text)>();
            foreach (var line in lines[first..])
            {
                if (Item().Match(line) is { Success: true } item)
                    items.Add((item.Groups["number"].Value, item.Groups["text"].Value));
                else
                    items[^1] = (items[^1].Mark, $"{items[^1].Text} {line.Trim()}");
            }
            into = new ListBlock([.. items.Select(item => new ListItem(item.Mark, item.Text))]);
        }
        else
        {
            into = Paragraph(lines);
        }
        lines.Clear();
    }

    private static Paragraph Paragraph(List<string> lines)
    {
        // Lines of about the same length are one text that a program has folded.
        var longest = lines.Max(line => line.Length);
        var inlines = new List<Inline>();
        foreach (var (i, line) in lines.Index())
        {
            if (i > 0)
                inlines.Add(longest >= 50 && lines[i - 1].Length > longest - 25 ? new Words(" ") : new LineBreak());
            inlines.Add(new Words(line.Trim()));
        }
        return new Paragraph(inlines);
    }

    /// <summary>A line of dashes above two lines or more of a header, in whatever language: "-----Original Message-----".</summary>
    private static bool IsOriginal(List<string> lines, int at) =>
        Dashes().IsMatch(lines[at])
        && lines.Skip(at + 1).SkipWhile(string.IsNullOrWhiteSpace).Take(2).Count(line => HeaderLine().IsMatch(line)) == 2;

    private static IEnumerable<string> Unfolded(string[] lines, bool flowed)
    {
        var open = "";
        foreach (var line in lines)
        {
            // A space that stands for nothing protects ">" and "From" at the start of a line.
            var own = flowed && line.StartsWith(' ') && !line.StartsWith(" >", StringComparison.Ordinal) ? line[1..] : line;
            if (flowed && own.EndsWith(' ') && own != "-- " && !own.StartsWith('>'))
            {
                open += own;
                continue;
            }
            yield return open + own;
            open = "";
        }
        if (open.Length > 0)
            yield return open;
    }

    [GeneratedRegex(@"^\s{0,3}(?:[-*•]|(?<number>\d{1,3}[.)]))\s+(?<text>\S.*)$")]
    private static partial Regex Item();

    [GeneratedRegex(@"^\s*(-{3,}.*-{3,}|_{10,}|-{10,})\s*$")]
    private static partial Regex Dashes();

    [GeneratedRegex(@"^\s*\*?\p{L}[\p{L} -]{1,20}\*?\s?:\*?\s*\S")]
    private static partial Regex HeaderLine();
}
