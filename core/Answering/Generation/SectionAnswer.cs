using ChatBot.Answering.Capping;
using ChatBot.Knowledge.Indexing;
using ChatBot.Language;

namespace ChatBot.Answering.Generation;

/// <summary>
/// The answer from pages with sections: the best section, and where it may as well be the next one, that too, each under its heading, so
/// that nobody takes the two for one.
/// </summary>
internal static class SectionAnswer
{
    /// <summary>Below this chance of being the one that answers, the next section gets a part.</summary>
    public const double Sure = 0.6;

    /// <summary>The best section's part of the words where there are two.</summary>
    public const double FirstShare = 0.6;

    /// <summary>A second part of fewer words is none.</summary>
    private const int LeastWords = 10;

    /// <summary>Share of the second's words that the first may hold.</summary>
    private const double MostShared = 0.7;

    /// <returns>The text, empty where no section can be quoted, and the numbers of the sections that it is of.</returns>
    public static (string Text, IReadOnlyList<int> Sections) Of(QuestionReading question, IReadOnlyList<Passage> passages, int maxWords)
    {
        if (OfTwo(question, passages, maxWords) is { } both)
            return both;
        foreach (var (i, passage) in passages.Index())
            if (Whole(question, i + 1, passage, maxWords) is { Length: > 0 } text)
                return (text, [i + 1]);
        return ("", []);
    }

    /// <summary>Null where the first is likely enough, or the next says nothing more.</summary>
    private static (string Text, IReadOnlyList<int> Sections)? OfTwo(
        QuestionReading question,
        IReadOnlyList<Passage> passages,
        int maxWords
    )
    {
        var best = passages[0];
        if (best.Verdict is not { Chosen: < Sure })
            return null;
        var other = passages.Index().FirstOrDefault(next => next.Item.DocumentId != best.DocumentId || next.Item.Title != best.Title);
        if (other.Item is null)
            return null;
        var first = Under(question, 1, best, (int)(maxWords * FirstShare));
        if (first.Length == 0)
            return null;
        var second = Under(question, other.Index + 1, other.Item, maxWords - Words.Count(first));
        return Words.Count(second) >= LeastWords && !Repeats(first, second) ? ($"{first}\n\n{second}", [1, other.Index + 1]) : null;
    }

    private static string Whole(QuestionReading question, int number, Passage passage, int maxWords)
    {
        var quotation = SectionQuotation.Of(question, number, passage, maxWords);
        if (quotation is { Leans: false, Labelled: true })
            return quotation.Text;
        var under = Under(question, number, passage, maxWords);
        return under.Length > 0 || !quotation.Labelled ? under : quotation.Text;
    }

    /// <summary>The quotation with its heading before it.</summary>
    private static string Under(QuestionReading question, int number, Passage passage, int maxWords)
    {
        var heading = Bold(passage.Headings[passage.Page is null || passage.Headings.Count == 1 ? ^1 : ^2]);
        var left = maxWords - Words.Count(heading);
        if (left < 1 || SectionQuotation.Of(question, number, passage, left) is not { Text.Length: > 0 } quotation)
            return "";
        return $"{heading}{(quotation.Labelled ? "" : $"[{number}]")}{(quotation.BeginsLine ? "\n" : " ")}{quotation.Text}";
    }

    private static string Bold(string heading)
    {
        var plain = heading.Replace("*", "").TrimEnd(':', ' ', '.');
        return plain.EndsWith('?') ? $"**{plain}**" : $"**{plain}:**";
    }

    private static bool Repeats(string first, string second)
    {
        var said = Terms.Content(first);
        var again = Terms.Content(second);
        return again.Keys.Count(said.ContainsKey) > MostShared * again.Count;
    }
}
