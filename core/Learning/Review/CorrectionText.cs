using ChatBot.Answering;
using ChatBot.Answering.Capping;
using ChatBot.Answering.Checking;
using ChatBot.Answering.Guarding;
using ChatBot.Answering.Prompting;
using Microsoft.Extensions.Options;

namespace ChatBot.Learning.Review;

/// <summary>
/// What a corrected answer must obey before anyone sees it: the cap and the guards that hold for every answer. A text that is too
/// long is refused rather than cut, since only its author knows which words matter.
/// </summary>
public sealed class CorrectionText(AttackGuard attacks, IPromptVersions prompts, IOptions<AnswerOptions> options)
{
    /// <summary>Longest text in UTF-16 units: generous for <c>Answer:MaxWords</c> words, and a bound for what is stored.</summary>
    public const int MaxLength = 4000;

    /// <summary>Words that an approved answer may have.</summary>
    public int MaxWords => options.Value.MaxWords;

    /// <summary>The text as it is stored: trimmed, without control characters, bidi overrides and lone surrogates.</summary>
    public static string Clean(string text) => TextCleaning.Clean(text).Trim();

    /// <summary>Why <paramref name="text"/> cannot become an answer, as a stable code and a sentence; null where it can.</summary>
    public async Task<(string Code, string Message)?> FaultAsync(string workspace, string text, CancellationToken cancel = default)
    {
        if (text.Length > MaxLength)
            return (RefusalCodes.CorrectionTooLong, $"The corrected answer has more than {MaxLength} characters.");
        text = Clean(text);
        var words = Words.Count(text);
        if (words == 0)
            return (RefusalCodes.CorrectionEmpty, "The corrected answer has no words.");
        if (words > MaxWords)
            return (RefusalCodes.CorrectionTooLong, $"The corrected answer has {words} words; at most {MaxWords} are allowed.");
        if (await attacks.CheckAsync(text, cancel) is { Allowed: false } attack)
            return (
                RefusalCodes.CorrectionRefused,
                $"The corrected answer reads like an attempt to instruct the assistant ({attack.DecidedBy}), not like an answer."
            );
        return await LeaksAsync(workspace, text, cancel)
            ? (RefusalCodes.CorrectionRefused, "The corrected answer repeats the assistant's own instructions.")
            : null;
    }

    private async Task<bool> LeaksAsync(string workspace, string text, CancellationToken cancel) =>
        new PromptLeak((await prompts.ForAsync(workspace, conversation: "", cancel)).Template).IsIn(text);
}
