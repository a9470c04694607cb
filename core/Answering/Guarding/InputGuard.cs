using System.Text;
using System.Text.RegularExpressions;
using ChatBot.Language;
using Microsoft.Extensions.Options;

namespace ChatBot.Answering.Guarding;

/// <summary>Turns away what is no question: nothing, only punctuation, or more than one message should hold.</summary>
public sealed partial class InputGuard(IOptions<GuardOptions> options)
{
    /// <summary>How much longer a paste may be than a question: of a log few lines are read for an answer, but all for attacks.</summary>
    private const int PasteAllowance = 10;

    /// <summary>How chats write pictograms where a text has none: <c>:tada:</c>.</summary>
    [GeneratedRegex(@":[a-z0-9_+\-]+:", RegexOptions.NonBacktracking)]
    private static partial Regex Shortcode();

    /// <returns>A verdict when the text cannot be answered, else null.</returns>
    public GuardVerdict? Check(QuestionReading question)
    {
        var text = question.Written;
        if (CheckLength(question) is { } tooLong)
            return tooLong;
        foreach (var rune in (text.Contains(':') ? Shortcode().Replace(text, " ") : text).EnumerateRunes())
            if (Rune.IsLetterOrDigit(rune))
                return null;
        return string.IsNullOrWhiteSpace(text)
            ? new(false, "input:empty", 1, "I did not get any text. What would you like to know?")
            : new(false, "input:no-words", 1, "I could not find a question in that. What would you like to know? A few words are enough.");
    }

    /// <returns>A verdict when it is longer than a message should be, else null.</returns>
    public GuardVerdict? CheckLength(QuestionReading question) =>
        question.Written.Length > options.Value.MaxQuestionLength * (question.IsPaste ? PasteAllowance : 1)
            ? new(
                false,
                "input:too-long",
                1,
                $"That is more than I can read in one go (limit: {options.Value.MaxQuestionLength:N0} characters). Please ask in "
                    + "a few sentences, and leave long logs or files out."
            )
            : null;
}
