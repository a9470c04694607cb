using ChatBot.Storage;
using Microsoft.AspNetCore.Http.HttpResults;

namespace ChatBot.Bot.Hosting.Problems;

/// <summary>Ids that callers choose: short, printable, and none of ours.</summary>
internal static class RequestIds
{
    public const int MaxLength = 200;

    /// <summary>The problem with an id, or null where it is good or absent.</summary>
    public static ProblemHttpResult? Fault(string field, string? id) =>
        id switch
        {
            null => null,
            "" => Problem.Invalid(ProblemCodes.InvalidId, $"{field} is empty: leave it out, or give it a value."),
            { Length: > MaxLength } => Problem.Invalid(ProblemCodes.InvalidId, $"{field} is longer than {MaxLength} characters."),
            Workspaces.All => Problem.Invalid(ProblemCodes.InvalidId, $"{field} may not be \"{Workspaces.All}\"."),
            _ when id.Any(letter => char.IsControl(letter) || char.IsSurrogate(letter) || letter == '\uFFFD') => Problem.Invalid(
                ProblemCodes.InvalidId,
                $"{field} holds characters that ids may not have."
            ),
            _ => null,
        };
}

/// <summary>The body itself: a request without one, or with <c>null</c>, binds to null.</summary>
internal static class RequestBody
{
    public static ProblemHttpResult Missing() => Problem.Invalid(ProblemCodes.BodyMissing, "Send a JSON object as the body.");
}

/// <summary>Texts that people write. How long a question may be is the guard's to decide, with words for people.</summary>
internal static class RequestText
{
    /// <param name="longest">Characters that it may have.</param>
    public static ProblemHttpResult? Fault(string field, string code, string? text, int longest = int.MaxValue) =>
        string.IsNullOrWhiteSpace(text) ? Problem.Invalid(code, $"Send \"{field}\" with some text in it.")
        : text.Length > longest ? Problem.Invalid(ProblemCodes.TextTooLong, $"{field} takes at most {longest} characters.")
        : null;
}
