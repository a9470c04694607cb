namespace ChatBot.Language.Pastes;

/// <summary>
/// A message with a log, a stack trace or code in it, as the question that it is: what the person wrote, and the line that tells what went
/// wrong. It goes by the form of lines, whatever program wrote them. Pure and linear in the text.
/// </summary>
internal static class Paste
{
    /// <summary>Lines of a program from which a message holds a paste; a fence around one says so too.</summary>
    private const int FewestLines = 2;

    /// <summary>Words of the person's own that are kept, and of code where nothing tells more.</summary>
    private const int MostProse = 60,
        MostCode = 24;

    /// <summary>Lines that are looked at, at the end of which a program says why it stopped.</summary>
    private const int MostLines = 4_000;

    /// <returns>The question that a message amounts to; null where it holds no paste.</returns>
    public static string? AsQuestion(string text)
    {
        if (!text.Contains('\n'))
            return null;
        var lines = Read(text);
        if (
            lines.Count(line => line.Kind is LineKind.Machine or LineKind.Frame or LineKind.Command) < FewestLines
            && !text.Contains("```", StringComparison.Ordinal)
        )
            return null;
        if (!lines.Exists(line => line.Kind is LineKind.Machine or LineKind.Frame or LineKind.Command))
            return null;
        var own = Courtesies.Without(Own(lines));
        var telling = TellingLines.Of(lines);
        if (telling.Length == 0)
            telling = Code(lines);
        if (telling.Length == 0)
            return null;
        return own.Contains('?') || Terms.Content(own).Count > 0 ? $"{own} {telling}" : $"What does this error mean: {telling}?";
    }

    private static List<PastedLine> Read(string text)
    {
        var lines = new List<PastedLine>();
        var fenced = false;
        foreach (var line in text.Split('\n', MostLines))
        {
            if (line.TrimStart().StartsWith("```", StringComparison.Ordinal))
            {
                fenced = !fenced;
                continue;
            }
            var read = PastedLine.Of(line.TrimEnd('\r'));
            lines.Add(fenced && read.Kind == LineKind.Prose ? read with { Kind = LineKind.Machine } : read);
        }
        return lines;
    }

    /// <summary>What stands before the paste, and what asks behind it: a program's last words can look like a person's.</summary>
    private static string Own(List<PastedLine> lines)
    {
        var first = lines.FindIndex(line => line.Kind is LineKind.Machine or LineKind.Frame or LineKind.Command);
        var last = lines.FindLastIndex(line => line.Kind is LineKind.Machine or LineKind.Frame or LineKind.Command);
        var own = lines
            .Where((line, i) => line.Kind == LineKind.Prose && (i < first || i > last && Asks(line.Text)))
            .Select(line => line.Text.Trim());
        var words = string.Join(' ', own).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        return string.Join(' ', words.Length <= MostProse ? words : [.. words.Take(MostProse / 2), .. words.TakeLast(MostProse / 2)]);
    }

    private static bool Asks(string line) =>
        line.Contains('?')
        || QuestionForm.Of(RawWords.Of(line).ConvertAll(word => word.Word)) is { First: not Asked.None } or { AboutMe: true };

    /// <summary>The names in code, each once.</summary>
    private static string Code(List<PastedLine> lines) =>
        string.Join(
            ' ',
            lines
                .Where(line => line.Kind is LineKind.Machine or LineKind.Command)
                .SelectMany(line => Terms.Of(line.Text))
                .Select(term => term.Word)
                .Where(word => !word.Any(char.IsAsciiDigit) && word.Length > 1)
                .Distinct()
                .Take(MostCode)
        );
}
