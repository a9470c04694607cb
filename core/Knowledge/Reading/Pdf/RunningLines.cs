using System.Text.RegularExpressions;

namespace ChatBot.Knowledge.Reading.Pdf;

/// <summary>
/// Running heads and feet and page numbers: what stands at the same height near the edge of neighbouring pages, the same but for numbers
/// that count along with the pages.
/// </summary>
internal sealed partial class RunningLines
{
    /// <summary>Share of a page's height at its upper and lower edge where they stand.</summary>
    private const double Edge = 0.14,
        OuterEdge = 0.04;

    /// <summary>Points by which the height of one may differ from page to page.</summary>
    private const double SameHeight = 3;

    /// <summary>Pages away that one is looked for: heads of left and of right pages differ.</summary>
    private const int Neighbours = 2;

    private readonly Dictionary<int, HashSet<Piece>> _byPage = [];

    public RunningLines(IReadOnlyList<PageContent> pages)
    {
        var candidates = pages.Select(Candidates).ToList();
        var body = pages
            .SelectMany(page => page.Frames.Take(1))
            .SelectMany(frame => frame.Pieces)
            .GroupBy(piece => Typography.Key(piece.Size))
            .OrderByDescending(size => size.Sum(piece => piece.Text.Length))
            .Select(size => size.Key / 2.0)
            .FirstOrDefault();
        for (var page = 0; page < pages.Count; page++)
        {
            var running = new HashSet<Piece>(ReferenceEqualityComparer.Instance);
            foreach (var candidate in candidates[page])
                if (
                    Repeats(candidate, candidates, page)
                    || (IsPageNumber(candidate, pages[page].Number) && !IsAnItem(candidate, candidates, page))
                    || (IsSmallPrint(candidate, pages[page].Height, body) && IsOutermost(candidate, candidates[page]))
                )
                    running.Add(candidate.Piece);
            // A word of the text may stand where it stood on the page before: the whole line has to.
            running.RemoveWhere(piece =>
                candidates[page]
                    .Exists(other => !running.Contains(other.Piece) && Math.Abs(other.Piece.Baseline - piece.Baseline) < SameHeight)
            );
            if (running.Count > 0)
                _byPage[pages[page].Number] = running;
        }
    }

    /// <summary>The page without them.</summary>
    public Frame Without(PageContent page, Frame frame) =>
        _byPage.TryGetValue(page.Number, out var running)
            ? frame with
            {
                Pieces = [.. frame.Pieces.Where(piece => !running.Contains(piece))],
            }
            : frame;

    /// <param name="Words">Its text with each number as "#".</param>
    private sealed record Candidate(Piece Piece, string Words, IReadOnlyList<long> Numbers, double FromTop, int Page);

    private static List<Candidate> Candidates(PageContent page)
    {
        if (page.Frames.Count == 0)
            return [];
        var (top, bottom) = (page.Height * (1 - Edge), page.Height * Edge);
        return
        [
            .. page
                .Frames.SelectMany(
                    (frame, i) => i > 0 ? frame.Pieces : frame.Pieces.Where(piece => piece.Baseline >= top || piece.Baseline <= bottom)
                )
                .Select(piece => (piece, Text: $"{piece.Mark} {piece.Text}".Trim()))
                .Where(found => found.Text.Length <= 200)
                .Select(found => new Candidate(
                    found.piece,
                    Digits().Replace(found.Text, "#"),
                    [.. Digits().Matches(found.Text).Select(match => long.TryParse(match.ValueSpan, out var number) ? number : -1)],
                    page.Height - found.piece.Baseline,
                    page.Number
                )),
        ];
    }

    private static bool Repeats(Candidate candidate, List<List<Candidate>> candidates, int page)
    {
        var matches = 0;
        var looked = 0;
        for (var other = Math.Max(0, page - Neighbours); other <= page + Neighbours && other < candidates.Count; other++)
        {
            if (other == page)
                continue;
            looked++;
            if (candidates[other].Exists(found => Matches(candidate, found)))
                matches++;
        }
        // One neighbour is enough where there are few pages, or where the line is the outermost of its edge.
        return matches >= 2 || (matches == 1 && (looked <= 2 || IsOutermost(candidate, candidates[page])));
    }

    private static bool Matches(Candidate one, Candidate other)
    {
        if (
            one.Words != other.Words
            || Math.Abs(one.FromTop - other.FromTop) > SameHeight
            || Math.Abs(one.Piece.Size - other.Piece.Size) > 0.6
        )
            return false;
        for (var i = 0; i < one.Numbers.Count; i++)
            if (one.Numbers[i] != other.Numbers[i] && one.Numbers[i] - other.Numbers[i] != one.Page - other.Page)
                return false;
        return true;
    }

    private static bool IsOutermost(Candidate candidate, List<Candidate> page) =>
        page.TrueForAll(other => other.FromTop >= candidate.FromTop - SameHeight)
        || page.TrueForAll(other => other.FromTop <= candidate.FromTop + SameHeight);

    /// <summary>What a browser prints at the very edge: an address, a date, the title.</summary>
    private static bool IsSmallPrint(Candidate candidate, double height, double body) =>
        candidate.Piece.Size < body - 0.4 && Math.Min(candidate.FromTop, height - candidate.FromTop) < OuterEdge * height;

    /// <summary>"Page 3", "3 of 12", "- 3 -": the number of this very page at its outermost line.</summary>
    private static bool IsPageNumber(Candidate candidate, int page) =>
        PageNumber().Match(candidate.Piece.Text) is { Success: true } && candidate.Numbers.Count > 0 && candidate.Numbers[0] == page;

    /// <summary>A bare number among others at its height is a cell.</summary>
    private static bool IsAnItem(Candidate candidate, List<List<Candidate>> candidates, int page) =>
        !IsOutermost(candidate, candidates[page])
        || candidates[page].Count(other => Math.Abs(other.FromTop - candidate.FromTop) < SameHeight && other.Words == "#") > 1;

    [GeneratedRegex(@"\d+", RegexOptions.CultureInvariant)]
    private static partial Regex Digits();

    [GeneratedRegex(
        @"^\W*((page|p\.|seite|página|pagina|pág\.|strona|sida|side)\s*)?\d{1,5}\s*((of|/|von|de|di|sur|av)\s*\d{1,5})?\W*$",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase
    )]
    private static partial Regex PageNumber();
}
