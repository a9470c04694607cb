using System.Text.RegularExpressions;

namespace ChatBot.Answering.Guarding;

/// <summary>Refuses attempts to change the assistant's rules, to make it play a role, or to get its instructions out of it.</summary>
public sealed partial class AttackGuard
{
    private const string Refusal = "I cannot help with that. I answer questions from the documents I was given, and my instructions are not up for change.";

    public GuardVerdict? Check(string text) =>
        Override().IsMatch(text) ? new(false, "injection:override", 1, Refusal)
        : Extraction().IsMatch(text) ? new(false, "injection:extraction", 1, Refusal)
        : null;

    [GeneratedRegex(@"\b(?:ignore|disregard|forget|override)\b.{0,40}\b(?:previous|prior|above|earlier|all)\b.{0,30}\b(?:instructions?|prompts?|rules|directions|commands)\b", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Override();

    [GeneratedRegex(@"\b(?:show|reveal|print|repeat|tell|give|output)\b.{0,40}\b(?:system|initial|hidden|your)\b.{0,20}\b(?:prompt|instructions)\b", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Extraction();
}
