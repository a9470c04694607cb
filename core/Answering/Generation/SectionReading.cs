using ChatBot.Knowledge.Chunking;
using ChatBot.Knowledge.Indexing;
using ChatBot.Language;

namespace ChatBot.Answering.Generation;

/// <summary>
/// A question how or why, or one that a heading asks itself, is answered by the section under that heading, read as it was
/// written: sentences picked here and there would lose the order of the steps. A question for a date, a number or a name is not.
/// </summary>
internal static class SectionReading
{
    /// <summary>Likeness of heading and question from which the section is about the question.</summary>
    private const double About = 0.6;

    /// <summary>A second section must be nearly as alike and have room to say something.</summary>
    private const double SecondShare = 0.85;
    private const int RoomForSecond = 25;

    /// <summary>A page's title speaks for all its sections, so it says less about one of them.</summary>
    private const double TitleShare = 0.5;

    /// <summary>What of a page's title the question does not mention counts against its sections, though little.</summary>
    private const double ElsewhereShare = 0.25;

    /// <summary>A page whose title is the question answers it with any section, though a heading that is the question is better.</summary>
    private const double WholePage = 0.85;

    /// <summary>Words from which a section says enough to count as an explanation.</summary>
    private const double EnoughWords = 40;

    /// <returns>The quotations in reading order; null where no section is about the question.</returns>
    public static List<Candidate>? Choose(
        QuestionReading question,
        IReadOnlyList<Passage> passages,
        IReadOnlyList<List<Candidate>> candidates,
        int maxWords
    )
    {
        if (question.Wanted is Asked.Date or Asked.Figure or Asked.Person or Asked.Place || !passages.Any(IsSection))
            return null;
        var ranked = passages
            .Select(
                (passage, i) =>
                    (Likeness: Likeness(question, passage) + Bonus(question, candidates[i]), passage.Similarity, Quotations: candidates[i])
            )
            .Where(section => section.Likeness >= About && section.Quotations.Count > 0)
            .OrderByDescending(section => section.Likeness + 0.2 * section.Similarity + 0.2 * Fullness(question, section.Quotations))
            .ToList();
        if (ranked.Count == 0)
            return null;
        var chosen = Window(ranked[0].Quotations, maxWords);
        var left = maxWords - chosen.Sum(candidate => candidate.Words);
        if (ranked.Count > 1 && ranked[1].Likeness >= SecondShare * ranked[0].Likeness && left >= RoomForSecond)
            chosen.AddRange(Window([.. ranked[1].Quotations.Where(more => !chosen.Exists(more.Resembles))], left));
        return chosen.Count == 0 ? null : chosen;
    }

    /// <summary>Whether a passage is a section under a heading of a page, not a page of plain text.</summary>
    public static bool IsSection(Passage passage) => passage.Headings.Count > 1;

    /// <summary>Who asks how wants commands or steps; who asks what something is wants the sentence that says it.</summary>
    private static double Bonus(QuestionReading question, List<Candidate> section) =>
        question.Wanted switch
        {
            Asked.Steps
                when section.Exists(candidate => candidate.Kind == SentenceKind.Code || SentenceScorer.IsNumbered(candidate.Said)) => 0.1,
            Asked.Definition when section.Exists(candidate => AnswerSigns.Defines(candidate.Terms, question.Subject)) => 0.3,
            _ => 0,
        };

    /// <summary>0 to 1: whether a section says enough to be an explanation. Code explains how, and itself.</summary>
    private static double Fullness(QuestionReading question, List<Candidate> section)
    {
        var codeCounts = question.Wanted == Asked.Steps || section.TrueForAll(candidate => candidate.Kind == SentenceKind.Code);
        return Math.Min(
            1,
            section.Where(candidate => candidate.Kind != SentenceKind.Code || codeCounts).Sum(candidate => candidate.Words) / EnoughWords
        );
    }

    /// <summary>The neighbouring quotations that fit and score highest together, from the start where that is as good.</summary>
    private static List<Candidate> Window(List<Candidate> section, int maxWords)
    {
        var best = new List<Candidate>();
        var bestScore = 0.0;
        for (var first = 0; first < section.Count; first++)
        {
            var window = new List<Candidate>();
            var words = 0;
            foreach (var candidate in section.Skip(first).Where(candidate => candidate.Words <= maxWords))
            {
                if (words + candidate.Words > maxWords)
                    break;
                window.Add(candidate);
                words += candidate.Words;
            }
            var score = window.Sum(candidate => candidate.Score);
            if (score <= 1.2 * bestScore)
                continue;
            (best, bestScore) = (window, score);
        }
        return best;
    }

    /// <summary>0 to 1: how alike the question and the section's heading are, or the question and the title of the whole page.</summary>
    private static double Likeness(QuestionReading question, Passage passage)
    {
        var title = Terms.Content(passage.Headings.FirstOrDefault() ?? "");
        if (!IsSection(passage))
            return Dice(question, title, []);
        return Math.Max(Dice(question, Terms.Content(passage.Headings[^1]), title), WholePage * Dice(question, title, []));
    }

    /// <summary>
    /// The question's weight that a heading and the title above it hold, against what they say besides (a Dice coefficient).
    /// </summary>
    private static double Dice(QuestionReading question, Dictionary<string, double> heading, Dictionary<string, double> title)
    {
        double asked = 0,
            held = 0;
        var titleShare = title.Keys.All(question.WantedWords.Weights.ContainsKey) ? 1 : TitleShare; // who names the page asks for its sections
        foreach (var (stem, weight) in question.WantedWords.Weights)
        {
            asked += weight;
            held +=
                heading.ContainsKey(stem) ? weight
                : title.ContainsKey(stem) ? titleShare * weight
                : 0;
        }
        // A page on something else may have a section of the right name: "Write disposition" of one of twenty destinations.
        var besides = Besides(heading, question) + ElsewhereShare * Besides(title, question);
        return 2 * held / Math.Max(1e-9, asked + held + besides);
    }

    private static double Besides(Dictionary<string, double> words, QuestionReading question) =>
        words.Where(term => !question.WantedWords.Weights.ContainsKey(term.Key) && !char.IsAsciiDigit(term.Key[0])).Sum(term => term.Value);
}
