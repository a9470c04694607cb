using System.Text.RegularExpressions;

namespace ChatBot.Language.Pastes;

/// <summary>The lines of a paste that tell what went wrong: the innermost cause or the strongest message, and what was typed.</summary>
internal static partial class TellingLines
{
    /// <summary>Words of a command that name it; what follows are values.</summary>
    private const int CommandWords = 3;

    private static readonly WordList List = WordList.Load("pastes");
    private static readonly Phrases<bool> Causes = new(List["causes"].Words.Select(phrase => (phrase, true)));

    public static string Of(List<PastedLine> lines)
    {
        var strongest = 0;
        var (at, message) = (-1, "");
        for (var i = 0; i < lines.Count; i++)
        {
            if (lines[i].Kind is not (LineKind.Machine or LineKind.Prose))
                continue;
            var strength = StrengthOf(lines[i]);
            // Of equals the first tells the reason and the others what followed; a cause is the innermost where it stands last.
            if (strength < strongest || strength == 0 || strength == strongest && strength < Cause)
                continue;
            if (Lines.Message(Bare(lines[i].Text)) is { Length: > 2 } found && Terms.Content(found).Count > 0)
                (strongest, at, message) = (strength, i, found);
        }
        if (at < 0)
            return "";
        var command = lines.Take(at).LastOrDefault(line => line.Kind == LineKind.Command);
        return command.Text is null ? message : $"{Typed(command.Text)}: {message}";
    }

    private const int Cause = 5;

    private static int StrengthOf(PastedLine line)
    {
        var words = Word().Matches(line.Text).Take(4).Select(match => match.Value.ToLowerInvariant()).ToList();
        if (Enumerable.Range(0, words.Count).Any(i => Causes.TryLongest(words, i, out _, out _)))
            return Cause;
        if (line.Kind == LineKind.Machine && PastedLine.Thrown().IsMatch(line.Text))
            return 4;
        var label = line.Kind == LineKind.Machine ? Lines.LabelOf(line.Text) : null;
        if (label == false)
            return 0;
        var wrong = Lines.SaysWrong(line.Text);
        return label == true || wrong && line.Kind == LineKind.Machine ? 3
            : wrong ? 1
            : 0;
    }

    /// <summary>Without "Caused by" and the packages before a type's name.</summary>
    private static string Bare(string line) => Package().Replace(Intro().Replace(line, ""), "");

    private static string Typed(string command) =>
        string.Join(
            ' ',
            Prompt()
                .Replace(command.Trim(), "")
                .Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
                .Take(CommandWords)
                .Where(word => word.All(c => char.IsLetter(c) || c is '-' or '_'))
        );

    [GeneratedRegex(@"[\p{L}]+")]
    private static partial Regex Word();

    [GeneratedRegex(@"^\s*(?:Caused by:|Exception in thread ""[^""]*"")\s*", RegexOptions.IgnoreCase)]
    private static partial Regex Intro();

    [GeneratedRegex(@"\b(?:[a-z][\w$]*\.)+(?=[A-Z])")]
    private static partial Regex Package();

    [GeneratedRegex(@"^(?:\$|#|>>>|PS [A-Z]:\\[^>]*>|[\w.-]+@[\w.-]+:?[^\s$#]*\s?[$#]|\w+(?:=[#>]|>))\s*")]
    private static partial Regex Prompt();
}
