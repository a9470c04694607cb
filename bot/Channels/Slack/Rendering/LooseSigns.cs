using System.Text;

namespace ChatBot.Bot.Channels.Slack.Rendering;

/// <summary>
/// Stars, underscores and tildes of a line that are characters. Where Slack could take two of them for marks, or one and a mark of ours, a
/// space of no width stands at their inner side.
/// </summary>
internal static class LooseSigns
{
    public const char NoWidth = '\u200B';

    private static readonly char[] Signs = [.. MrkdwnLine.Signs.Select(one => one.Sign)];

    public static IReadOnlyList<Run> Part(IReadOnlyList<Run> line)
    {
        var found = line.SelectMany((run, index) => run.IsText ? Find(line, index) : []).ToList();
        var lastEnd = Signs.ToDictionary(sign => sign, sign => found.FindLastIndex(one => one.Sign == sign && one.Ends));
        var firstBegin = Signs.ToDictionary(
            sign => sign,
            sign => found.FindIndex(one => one.Sign == sign && one.Begins) is >= 0 and var at ? at : found.Count
        );
        var lastMarked = Signs.ToDictionary(sign => sign, sign => line.ToList().FindLastIndex(run => Marks(run, sign)));
        var parted = line.ToList();
        // From the end, so that places found hold.
        for (var at = found.Count - 1; at >= 0; at--)
        {
            var (index, start, length, sign, begins, ends) = found[at];
            var run = parted[index];
            begins &= Marks(run, sign) || lastEnd[sign] > at || lastMarked[sign] > index;
            ends &= Marks(run, sign) || firstBegin[sign] < at;
            var text = new StringBuilder(run.Text);
            if (begins)
                text.Insert(start + length, NoWidth);
            if (ends)
                text.Insert(start, NoWidth);
            parted[index] = run with { Text = text.ToString() };
        }
        return parted;
    }

    private static IEnumerable<LooseSign> Find(IReadOnlyList<Run> line, int index)
    {
        var text = line[index].Text;
        for (var at = 0; at < text.Length; at++)
        {
            var sign = text[at];
            if (!Signs.Contains(sign))
                continue;
            var start = at;
            while (at + 1 < text.Length && text[at + 1] == sign)
                at++;
            var before =
                start > 0 ? text[start - 1]
                : index > 0 && line[index - 1].Marks == line[index].Marks ? line[index - 1].Text[^1]
                : ' ';
            var after =
                at + 1 < text.Length ? text[at + 1]
                : index + 1 < line.Count ? line[index + 1].Text[0]
                : ' ';
            yield return new LooseSign(
                index,
                start,
                at + 1 - start,
                sign,
                Begins: MrkdwnLine.IsBoundary(before) && !char.IsWhiteSpace(after),
                Ends: !char.IsWhiteSpace(before) && MrkdwnLine.IsBoundary(after)
            );
        }
    }

    private static bool Marks(Run run, char sign) => MrkdwnLine.Signs.Any(one => one.Sign == sign && run.Marks.HasFlag(one.Mark));

    private readonly record struct LooseSign(int Run, int Start, int Length, char Sign, bool Begins, bool Ends);
}
