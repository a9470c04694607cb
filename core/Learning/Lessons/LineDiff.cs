namespace ChatBot.Learning.Lessons;

/// <param name="Kind">same, removed, added.</param>
public sealed record DiffLine(string Kind, string Text);

/// <summary>What changed between two texts, line by line: a longest common subsequence.</summary>
public static class LineDiff
{
    public static IReadOnlyList<DiffLine> Between(string before, string after)
    {
        var (a, b) = (before.Split('\n'), after.Split('\n'));
        var common = new int[a.Length + 1, b.Length + 1];
        for (var i = a.Length - 1; i >= 0; i--)
        for (var j = b.Length - 1; j >= 0; j--)
            common[i, j] = a[i] == b[j] ? common[i + 1, j + 1] + 1 : Math.Max(common[i + 1, j], common[i, j + 1]);
        var lines = new List<DiffLine>();
        for (int i = 0, j = 0; i < a.Length || j < b.Length; )
            if (i < a.Length && j < b.Length && a[i] == b[j])
            {
                lines.Add(new("same", a[i++]));
                j++;
            }
            else if (i < a.Length && (j == b.Length || common[i + 1, j] >= common[i, j + 1]))
                lines.Add(new("removed", a[i++]));
            else
                lines.Add(new("added", b[j++]));
        return lines;
    }
}
