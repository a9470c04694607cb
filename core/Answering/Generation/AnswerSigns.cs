using ChatBot.Answering.Language;
using ChatBot.Knowledge.Analysis;

namespace ChatBot.Answering.Generation;

/// <summary>Whether a sentence holds the kind of words that a question asks for, beyond the question's own.</summary>
internal static class AnswerSigns
{
    private static readonly HashSet<string> NumberWords =
    [
        .. "two three four five six seven eight nine ten eleven twelve fifteen twenty thirty forty fifty hundred thousand million billion half third quarter dozen twice once percent".Split(
            ' '
        ),
    ];

    private static readonly HashSet<string> DateWords =
    [
        .. "january february march april may june july august september october november december monday tuesday wednesday thursday friday saturday sunday century spring summer autumn winter today daily".Split(
            ' '
        ),
    ];

    private static readonly HashSet<string> PlaceWords = [.. "in at near from to on between along north south east west".Split(' ')];

    private static readonly HashSet<string> ReasonWords =
    [
        .. "because since due therefore so thus reason reasons cause caused causes order result lead leads led prevent avoid purpose means".Split(
            ' '
        ),
    ];

    /// <returns>0 or 1; 0.5 where the question asks for nothing in particular.</returns>
    public static double Of(AnswerKind kind, string sentence, List<Term> terms, QuestionProfile question) =>
        kind switch
        {
            AnswerKind.Date => terms.Any(term => IsYear(term.Word) || DateWords.Contains(term.Word)) ? 1 : 0,
            AnswerKind.Number => terms.Any(term =>
                (char.IsDigit(term.Word[0]) || NumberWords.Contains(term.Word)) && !question.Weights.ContainsKey(term.Stem)
            )
                ? 1
                : 0,
            AnswerKind.Person => NewNames(sentence, question) ? 1 : 0,
            AnswerKind.Place => NewNames(sentence, question) && terms.Any(term => PlaceWords.Contains(term.Word)) ? 1 : 0,
            AnswerKind.Reason => terms.Any(term => ReasonWords.Contains(term.Word)) ? 1 : 0,
            AnswerKind.Definition => Defines(terms, question.Subject) ? 1 : 0,
            _ => 0.5,
        };

    /// <summary>"A write disposition is a …", "Write dispositions are the …", with at most an article and a word before.</summary>
    public static bool Defines(List<Term> terms, IReadOnlyList<string> subject)
    {
        const int reach = 3;
        for (var i = 0; i < reach && i + subject.Count + 1 < terms.Count; i++)
            if (
                subject.Select((stem, k) => terms[i + k].Stem == stem).All(same => same)
                && (terms[i + subject.Count].Word, terms[i + subject.Count + 1].Word)
                    is
                        ("is" or "are", "a" or "an" or "the" or "what" or "how")
                        or
                        ("means" or "refers" or "stands", _)
            )
                return true;
        return false;
    }

    private static bool IsYear(string word) => word.Length is 4 or 5 && word[0] is '1' or '2' && word.Take(4).All(char.IsAsciiDigit);

    /// <summary>A capitalised word after the first that the question does not hold.</summary>
    private static bool NewNames(string sentence, QuestionProfile question)
    {
        for (var i = 1; i + 1 < sentence.Length; i++)
        {
            if (!char.IsUpper(sentence[i]) || char.IsLetterOrDigit(sentence[i - 1]) || sentence[i - 1] is '.' or '\n')
                continue;
            var end = i + 1;
            while (end < sentence.Length && char.IsLetter(sentence[end]))
                end++;
            if (end - i > 1 && !question.Weights.ContainsKey(TextAnalyzer.Stem(sentence[i..end].ToLowerInvariant())))
                return true;
            i = end;
        }
        return false;
    }
}
