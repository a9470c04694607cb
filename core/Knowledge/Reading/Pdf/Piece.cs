namespace ChatBot.Knowledge.Reading.Pdf;

/// <summary>Words of one kind in a row.</summary>
internal readonly record struct Run(string Text, Shift Shift, string? Target);

/// <summary>A stretch of text on one line without a wide gap in it.</summary>
internal sealed record Piece(IReadOnlyList<Run> Runs, double Left, double Right, double Baseline, double Size, bool Bold, bool FixedWidth)
{
    /// <summary>The list mark that stands before the text ("3.", "•"), where it was drawn apart from it.</summary>
    public string Mark { get; init; } = "";

    public string Text { get; } = Runs is [var only] ? only.Text : string.Concat(Runs.Select(run => run.Text));

    public Box Box => new(Left, Baseline - 0.22 * Size, Right, Baseline + 0.75 * Size);

    /// <summary>Width of its first word in points, taken from the share of its letters.</summary>
    public double FirstWord
    {
        get
        {
            var end = Text.AsSpan().Trim().IndexOf(' ');
            return end < 0 || Text.Length == 0 ? Right - Left : (Right - Left) * end / Text.Length;
        }
    }
}
