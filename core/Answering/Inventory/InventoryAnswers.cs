using System.Globalization;
using System.Text;
using ChatBot.Answering.Capping;
using ChatBot.Knowledge.Indexing;
using Microsoft.Extensions.Options;

namespace ChatBot.Answering.Inventory;

/// <summary>Says what documents there are: categories with their counts and some titles, or titles where there is one category.</summary>
public sealed class InventoryAnswers(IKnowledgeContents contents, IOptions<AnswerOptions> options)
{
    /// <summary>Lines and titles that people still take in; fewer where the words of an answer do not reach.</summary>
    private const int MostCategories = 8,
        MostTitles = 3,
        MostTitlesAlone = 12;

    /// <summary>Words of a title that say what it is about.</summary>
    private const int LongestTitle = 8;

    private const string NoCategory = "other";

    /// <returns>Null where it asks something else; an empty text where there is no document.</returns>
    internal async Task<string?> AnswerAsync(Question question, Language.QuestionReading asked, CancellationToken cancel)
    {
        if (!InventoryQuestion.Is(asked))
            return null;
        var categories = await contents.ListAsync(question.Workspace, MostTitlesAlone, cancel);
        if (categories.Count == 0)
            return "";
        for (var (lines, titles) = (MostCategories, MostTitles); ; )
        {
            var text = categories.Count == 1 ? Titles(categories[0], lines + 4) : Categories(categories, lines, titles);
            if (Words.Count(text) <= options.Value.MaxWords || lines == 1)
                return text;
            if (titles > 1)
                titles--;
            else
                lines--;
        }
    }

    private static string Categories(IReadOnlyList<CategoryContents> categories, int lines, int titles)
    {
        var text = new StringBuilder($"I have {Count(categories.Sum(one => one.Documents), "document")}:\n\n");
        foreach (var category in categories.Take(lines))
        {
            var named = string.Join(", ", category.Titles.Take(titles).Select(Plain));
            var more = category.Documents > Math.Min(titles, category.Titles.Count) ? " …" : "";
            text.Append($"- **{Name(category)}** ({Number(category.Documents)}): {named}{more}\n");
        }
        if (categories.Count > lines)
            text.Append(
                $"\nAnd {Count(categories.Count - lines, "more category", "more categories")} with "
                    + $"{Count(categories.Skip(lines).Sum(one => one.Documents), "document")}."
            );
        return text.ToString().TrimEnd();
    }

    private static string Titles(CategoryContents only, int most)
    {
        var shown = only.Titles.Take(most).ToList();
        var text = new StringBuilder($"I have {Count(only.Documents, "document")}:\n\n");
        foreach (var title in shown)
            text.Append($"- {Plain(title)}\n");
        if (only.Documents > shown.Count)
            text.Append($"\nAnd {Number(only.Documents - shown.Count)} more.");
        return text.ToString().TrimEnd();
    }

    private static string Name(CategoryContents category) => category.Category.Length > 0 ? Plain(category.Category) : NoCategory;

    /// <summary>A title as words: what would be a mark or a label in an answer is none in a title.</summary>
    private static string Plain(string title)
    {
        var words = new string([.. title.Select(letter => "*`[]<>#|\\~\n\r".Contains(letter) ? ' ' : letter)]).Split(
            ' ',
            StringSplitOptions.RemoveEmptyEntries
        );
        return string.Join(' ', words.Take(LongestTitle)) + (words.Length > LongestTitle ? "…" : "");
    }

    private static string Count(long count, string one, string? many = null) => $"{Number(count)} {(count == 1 ? one : many ?? one + "s")}";

    private static string Number(long count) => count.ToString("N0", CultureInfo.InvariantCulture);
}
