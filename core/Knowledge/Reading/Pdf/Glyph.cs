namespace ChatBot.Knowledge.Reading.Pdf;

internal enum Shift
{
    None,
    Raised,
    Lowered,
}

/// <summary>A letter as it stands on the page, in a frame in which its line runs from left to right.</summary>
/// <param name="Left">Where its advance starts; <paramref name="Right"/> is where it ends.</param>
/// <param name="Size">Height of the font in points.</param>
/// <param name="Order">Its place among the page's letters as they were drawn.</param>
/// <param name="Target">Where a link over it leads.</param>
internal readonly record struct Glyph(
    string Text,
    double Left,
    double Right,
    double Baseline,
    double Size,
    bool Bold,
    bool FixedWidth,
    int Order,
    string? Target,
    Shift Shift = Shift.None
)
{
    public bool IsSpace => string.IsNullOrWhiteSpace(Text);
}
