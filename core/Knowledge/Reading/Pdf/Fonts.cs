using UglyToad.PdfPig.Content;

namespace ChatBot.Knowledge.Reading.Pdf;

/// <summary>What the name of a font says.</summary>
internal static class Fonts
{
    private static readonly string[] Bold = ["bold", "black", "heavy", "semibold", "demi"];
    private static readonly string[] FixedWidth = ["mono", "courier", "consol", "menlo", "typewriter", "cmtt", "monaco"];

    public static bool IsBold(Letter letter) =>
        letter.FontDetails is { IsBold: true } or { Weight: >= 600 } || Names(letter.FontName, Bold);

    public static bool IsFixedWidth(string? name) => Names(name, FixedWidth);

    private static bool Names(string? name, string[] words) =>
        name is not null && words.Any(word => name.Contains(word, StringComparison.OrdinalIgnoreCase));
}
