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

    /// <returns>Empty where no section can be quoted.</returns>
    public static string Of(QuestionReading question, IReadOnlyList<Passage> passages, int maxWords)
    {
        var best = passages[0];
        var next = passages
            .Index()
            .Skip(1)
            .FirstOrDefault(other => other.Item.DocumentId != best.DocumentId || other.Item.Title != best.Title);
        if (next.Item is { } other && best.Verdict is { Chosen: < Sure })
        {
            var first = Under(question, 1, best, (int)(maxWords * FirstShare));
            var second = first.Length == 0 ? "" : Under(question, next.Index + 1, other, maxWords - Words.Count(first));
            if (Words.Count(second) >= LeastWords && !Repeats(first, second))
                return $"{first}\n\n{second}";
        }
        var whole = SectionQuotation.Of(question, 1, best, maxWords);
        return whole.Leans || !whole.Text.Contains("[1]") ? Under(question, 1, best, maxWords) : whole.Text;
    }

    /// <summary>The quotation with its heading before it.</summary>
    private static string Under(QuestionReading question, int number, Passage passage, int maxWords)
    {
        var heading = Bold(passage.Headings[passage.Page is null || passage.Headings.Count == 1 ? ^1 : ^2]);
        var quotation = SectionQuotation.Of(question, number, passage, maxWords - Words.Count(heading));
        if (quotation.Text.Length == 0)
            return "";
        var label = quotation.Text.Contains($"[{number}]") ? "" : $"[{number}]";
        return $"{heading}{label}{(quotation.BeginsLine ? "\n" : " ")}{quotation.Text}";
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
