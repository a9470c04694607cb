using System.Text.RegularExpressions;
using ChatBot.Knowledge;
using ChatBot.Knowledge.Indexing;
using ChatBot.Language;

namespace ChatBot.Answering.Guarding.Suggesting;

/// <summary>A question that a document answers, as far as its heading tells.</summary>
public sealed record HeadingQuestion(string DocumentId, string Text);

/// <summary>
/// Makes questions of headings, as people would ask for what stands below them. Left out is what says nothing by itself: words that any
/// document has above a section, and headings that many of these documents share.
/// </summary>
internal static partial class HeadingQuestions
{
    /// <summary>Of one document, so that a long one is not all there is.</summary>
    private const int MostOfDocument = 10;

    /// <summary>Weight of words that belong to a subject: about two for a section, one for the title, which all is about.</summary>
    private const double SaysEnough = 1.6,
        TitleSaysEnough = 0.8;

    /// <summary>Documents that share a heading which is a matter of form, and their share of all.</summary>
    private const int ManyDocuments = 3;
    private const double ManyShare = 0.02;

    /// <summary>A longer heading is a sentence of its own kind.</summary>
    private const int LongestHeading = 100;

    /// <summary>What stands between a verb and what it is done to.</summary>
    private static readonly HashSet<string> Determiners = ["a", "an", "the", "your", "my", "our", "all", "this", "these"];

    /// <summary>Each wording once, in the headings' order.</summary>
    public static IReadOnlyList<HeadingQuestion> Of(IReadOnlyList<DocumentHeading> headings)
    {
        var documents = headings.Select(heading => heading.DocumentId).Distinct().Count();
        var shared = headings
            .Where(heading => heading.Headings.Count > 1)
            .Select(heading => (Last: heading.Headings[^1].ToLowerInvariant(), heading.DocumentId))
            .Distinct()
            .CountBy(pair => pair.Last)
            .Where(pair => pair.Value >= ManyDocuments && pair.Value > ManyShare * documents)
            .Select(pair => pair.Key)
            .ToHashSet();
        return
        [
            .. headings
                .GroupBy(heading => heading.DocumentId)
                .SelectMany(document =>
                    document
                        .SelectMany(heading => Named(heading, shared))
                        .Select(named => AsQuestion(named.Heading, named.NeededWeight))
                        .OfType<string>()
                        .Distinct(StringComparer.OrdinalIgnoreCase)
                        .Take(MostOfDocument)
                        .Select(text => new HeadingQuestion(document.Key, text))
                )
                .DistinctBy(question => question.Text.ToLowerInvariant()),
        ];
    }

    private static IEnumerable<(string Heading, double NeededWeight)> Named(DocumentHeading heading, HashSet<string> shared)
    {
        if (heading.Headings.Count == 0)
            yield break;
        yield return (heading.Headings[0], TitleSaysEnough);
        if (heading.Headings.Count > 1 && HeadingPath.PageOf(heading.Headings) is null)
            if (!shared.Contains(heading.Headings[^1].ToLowerInvariant()))
                yield return (heading.Headings[^1], SaysEnough);
    }

    /// <summary>Null for a heading that says too little.</summary>
    internal static string? AsQuestion(string heading, double neededWeight = SaysEnough)
    {
        var text = Number().Replace(Mark().Replace(heading, " "), "").Trim(' ', '.', ':', '-', '–', '—', '!');
        text = Space().Replace(text, " ");
        if (text.Length is 0 or > LongestHeading || QuestionReading.Of(text).Stems.Values.Sum() < neededWeight)
            return null;
        if (text.EndsWith('?'))
            return text;
        var words = text.Split(' ');
        var first = words[0].ToLowerInvariant();
        if (words.Length == 1 && IsName(text))
            return $"What does {text} do?";
        if (words.Length == 1 && IsCommon(text))
            return null; // "Introduction", "Resources"
        if (first == "how" && words.Length > 2 && words[1].Equals("to", StringComparison.OrdinalIgnoreCase))
            return $"How do I {string.Join(' ', words[2..])}?";
        if (FunctionWords.IsFunction(first) && QuestionReading.Of(first).Asked is not Asked.None)
            return $"{text}?";
        if (words.Length > 1 && IsInstruction(first, words[1].ToLowerInvariant()))
            return $"How do I {char.ToLowerInvariant(text[0])}{text[1..]}?";
        return first.EndsWith("ing", StringComparison.Ordinal) ? $"How does {Lowered(text)} work?"
            : IsPlural(words[^1]) ? $"How do {Lowered(text)} work?"
            : $"What is {Lowered(text)}?";
    }

    private static bool IsPlural(string word) =>
        word.EndsWith('s') && !word.EndsWith("ss", StringComparison.Ordinal) && char.IsLower(word[0]) && word.Length > 3;

    /// <summary>"Restart the service", not "Restarting" or "Installation".</summary>
    private static bool IsInstruction(string word, string next) =>
        !Noun().IsMatch(word)
        && !FunctionWords.IsFunction(word)
        && (Determiners.Contains(next) || WordClasses.IsAction(WordClasses.StemOf(word)));

    /// <summary>Of a file or of something in code.</summary>
    private static bool IsName(string word) => word.AsSpan(0, word.Length - 1).IndexOfAny('.', '_', '(') > 0;

    /// <summary>Names keep their capitals.</summary>
    private static string Lowered(string text)
    {
        var first = text.Split(' ')[0];
        var isName = first.Length > 1 && first.AsSpan(1).ContainsAnyInRange('A', 'Z');
        return
            isName
            || !(
                IsCommon(first)
                || first.EndsWith("ing", StringComparison.Ordinal)
                || WordClasses.IsAction(WordClasses.StemOf(first.ToLowerInvariant()))
            )
            ? text
            : char.ToLowerInvariant(text[0]) + text[1..];
    }

    private static bool IsCommon(string word) =>
        FunctionWords.IsFunction(word.ToLowerInvariant()) || CommonWords.Contains(word.ToLowerInvariant());

    [GeneratedRegex(@"(ing|ion|ions|ment|ments|ance|ence|ed|er|ers|s)$")]
    private static partial Regex Noun();

    /// <summary>Marks of Markdown, and an anchor that some writers put behind a heading.</summary>
    [GeneratedRegex(@"\{#[^}]*\}|[`*]|\p{So}|\p{Cs}")]
    private static partial Regex Mark();

    /// <summary>"2.1", "Step 3:" before a heading.</summary>
    [GeneratedRegex(
        @"^\s*(?:(?:step|part|chapter|section)\s+)?(?:\d+(?:\.\d+)*|[a-z])[.):]\s+|^\s*\d+(?:\.\d+)+\s+",
        RegexOptions.IgnoreCase
    )]
    private static partial Regex Number();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();
}
