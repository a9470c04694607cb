using System.Collections.Frozen;
using ChatBot.Answering;
using ChatBot.Language;

namespace ChatBot.Interactions;

/// <summary>
/// Completes a follow-up from the conversation so far, by rule: "and how do I undo that?" is searched for together with the
/// subject that was asked about before.
/// </summary>
public static class FollowUps
{
    private static readonly WordList List = WordList.Load("pointers");
    private static readonly FrozenSet<string> Pointers = List["pronouns"].Words.Union(List["in questions"].Words).ToFrozenSet();
    private static readonly Phrases<bool> Openings = new(List["openings"].Words.Select(phrase => (phrase, true)));

    /// <summary>Content words that make a question stand on its own, pointers or not.</summary>
    private const int EnoughWords = 4;

    /// <summary>Words of a question that says what it asks of what.</summary>
    private const int WholeQuestion = 4;

    /// <summary>The question as it can be searched for; <paramref name="question"/> itself when it stands on its own.</summary>
    public static QuestionReading Complete(QuestionReading question, IReadOnlyList<Exchange> history)
    {
        var earlier =
            history.LastOrDefault(exchange =>
                exchange.Outcome is Outcome.Answered or Outcome.Corrected && Terms.Content(exchange.Question).Count > 0
            ) ?? history.LastOrDefault(exchange => Terms.Content(exchange.Question).Count > 0);
        if (earlier is null || !LeansOnContext(question))
            return question;
        return QuestionReading.Of($"{earlier.Question.Trim().TrimEnd('?', '.', '!')}: {question.Text.Trim()}");
    }

    /// <summary>"What is the weather?" changes the subject, "for Windows?" and "how long?" do not.</summary>
    private static bool AsksInFull(QuestionReading question) =>
        question.Subject.Count > 0 || question.Asked != Asked.None && question.Terms.Count >= WholeQuestion;

    private static bool LeansOnContext(QuestionReading question)
    {
        var words = question.Terms.Select(term => term.Word).ToList();
        var content = question.Terms.Count(term => term.Weight > 0);
        if (content == 0)
            return true;
        if (content < EnoughWords && (Openings.At(words, 0).Any() || words.Exists(Pointers.Contains)))
            return true;
        return content == 1 && !AsksInFull(question);
    }
}
