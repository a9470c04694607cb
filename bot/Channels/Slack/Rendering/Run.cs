using System.Text.RegularExpressions;
using ChatBot.Bot.Channels.Rendering;

namespace ChatBot.Bot.Channels.Slack.Rendering;

/// <summary>A run of a line as Slack has it: a link's words are one run.</summary>
/// <param name="Address">As it stands in a link.</param>
internal sealed partial record Run(string Text, Marks Marks, string? Address)
{
    public bool IsText => Address is null && !Marks.HasFlag(Marks.Code);

    public bool Says(string address) => Mrkdwn.Escape(Text) == address;

    /// <summary>Names that begin or end with underscores (<c>__init__</c>) become code, where nothing reads them as marks.</summary>
    public static IEnumerable<Run> Of(Inline.Text text, Marks all)
    {
        var marks = text.Marks | all;
        if (Mrkdwn.Address(text.Address) is { } address)
            return [new Run(text.Value, marks & ~Marks.Code, address)];
        return marks.HasFlag(Marks.Code) ? [new Run(text.Value, marks, null)] : Names(text.Value, marks);
    }

    private static IEnumerable<Run> Names(string text, Marks marks)
    {
        var at = 0;
        foreach (Match word in Word().Matches(text))
        {
            if (!LooseUnderscore().IsMatch(word.Value))
                continue;
            if (word.Index > at)
                yield return new Run(text[at..word.Index], marks, null);
            yield return new Run(word.Value, marks | Marks.Code, null);
            at = word.Index + word.Length;
        }
        if (at < text.Length)
            yield return new Run(text[at..], marks, null);
    }

    [GeneratedRegex(@"(?<![\p{L}\p{N}_])[A-Za-z0-9_](?:[A-Za-z0-9_./-]*[A-Za-z0-9_])?(?![\p{L}\p{N}_])")]
    private static partial Regex Word();

    /// <summary>With a letter or digit at one side only.</summary>
    [GeneratedRegex("(?<![A-Za-z0-9_])_+[A-Za-z0-9]|[A-Za-z0-9]_+(?![A-Za-z0-9_])")]
    private static partial Regex LooseUnderscore();
}
