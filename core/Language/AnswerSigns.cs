namespace ChatBot.Language;

/// <summary>Whether a sentence holds the kind of words that a question asks for, beyond the question's own.</summary>
public static class AnswerSigns
{
    private static readonly WordList Signs = WordList.Load("answer-signs");
    private static readonly WordList Place = Signs["place"],
        Reason = Signs["reason"];
    private static readonly WordList Definitions = WordList.Load("definitions");
    private static readonly WordList Is = Definitions["is"],
        AfterIs = Definitions["gives, after is"],
        Means = Definitions["gives"];

    /// <param name="sentence">As written.</param>
    /// <param name="terms">The sentence's terms.</param>
    /// <returns>0 or 1; 0.5 where the question asks for nothing in particular.</returns>
    public static double Of(QuestionReading question, string sentence, List<Term> terms) =>
        question.Wanted switch
        {
            Asked.Date => Sign(terms.Exists(term => Tells(Asked.Date, term.Word))),
            Asked.Figure => Sign(terms.Exists(term => Tells(Asked.Figure, term.Word) && !IsOwn(question, term.Stem))),
            Asked.Person => Sign(HasNewName(sentence, question)),
            Asked.Place => Sign(HasNewName(sentence, question) && terms.Exists(term => Place.Contains(term.Word))),
            Asked.Reason => Sign(terms.Exists(term => Reason.Contains(term.Word))),
            Asked.Definition => Sign(Defines(terms, question.Subject)),
            _ => 0.5,
        };

    /// <summary>Whether a single word says when, or how many, where that is asked for.</summary>
    public static bool Tells(Asked wanted, string word) =>
        wanted switch
        {
            Asked.Date => Calendar.TellsWhen(word),
            Asked.Figure => Numbers.IsAmount(word),
            _ => false,
        };

    /// <summary>"A tombstone is a …", "Tombstones are the …", with at most an article and a word before.</summary>
    private static bool Defines(List<Term> terms, IReadOnlyList<string> subject)
    {
        const int reach = 3;
        for (var i = 0; i < reach && i + subject.Count + 1 < terms.Count; i++)
        {
            if (!subject.Select((stem, k) => terms[i + k].Stem == stem).All(same => same))
                continue;
            var (verb, next) = (terms[i + subject.Count].Word, terms[i + subject.Count + 1].Word);
            if (Means.Contains(verb) || Is.Contains(verb) && AfterIs.Contains(next))
                return true;
        }
        return false;
    }

    private static double Sign(bool there) => there ? 1 : 0;

    private static bool IsOwn(QuestionReading question, string stem) => question.WantedWords.Weights.ContainsKey(stem);

    /// <summary>A capitalised word after the first that the question does not hold.</summary>
    private static bool HasNewName(string sentence, QuestionReading question)
    {
        for (var i = 1; i + 1 < sentence.Length; i++)
        {
            if (!char.IsUpper(sentence[i]) || char.IsLetterOrDigit(sentence[i - 1]) || sentence[i - 1] is '.' or '\n')
                continue;
            var end = i + 1;
            while (end < sentence.Length && char.IsLetter(sentence[end]))
                end++;
            if (end - i > 1 && !IsOwn(question, Stems.Of(sentence[i..end].ToLowerInvariant())))
                return true;
            i = end;
        }
        return false;
    }
}
