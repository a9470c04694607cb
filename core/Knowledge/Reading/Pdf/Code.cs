using System.Text;

namespace ChatBot.Knowledge.Reading.Pdf;

/// <summary>Lines in letters of one width, with their indents and columns.</summary>
internal static class Code
{
    private const int MostBlanks = 120;

    public static string Of(IReadOnlyList<TextLine> lines)
    {
        var left = lines.Min(line => line.Left);
        var longest = lines.SelectMany(line => line.Pieces).MaxBy(piece => piece.Text.Length)!;
        var width = Math.Max(1, (longest.Right - longest.Left) / Math.Max(1, longest.Text.Length));
        var text = new StringBuilder();
        for (var i = 0; i < lines.Count; i++)
        {
            if (i > 0 && lines[i - 1].Baseline - lines[i].Baseline > 1.8 * 1.2 * lines[i].Size)
                text.Append('\n'); // an empty line
            var start = text.Length;
            foreach (var piece in lines[i].Pieces)
            {
                var column = (int)Math.Round((piece.Left - left) / width);
                text.Append(' ', Math.Clamp(column - (text.Length - start), text.Length > start ? 1 : 0, MostBlanks));
                text.Append(piece.Mark.Length > 0 ? piece.Mark + " " : "").Append(piece.Text);
            }
            text.Append('\n');
        }
        return text.ToString();
    }
}
