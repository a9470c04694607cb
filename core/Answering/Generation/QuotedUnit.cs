using ChatBot.Answering.Capping;
using ChatBot.Knowledge.Chunking;
using ChatBot.Language;

namespace ChatBot.Answering.Generation;

/// <summary>What of a unit fits into so many words.</summary>
/// <param name="Whole">Whether nothing of it is missing.</param>
internal sealed record QuotedUnit(SectionUnit Unit, string Text, double Score, bool Whole)
{
    /// <summary>Of "… and 3 more steps".</summary>
    private const int MoreWords = 4;

    /// <summary>An item that holds more than this share of what answers is asked for by itself: what is listed stands within it.</summary>
    private const double MostOfOne = 0.5;

    /// <summary>A part of fewer words says nothing.</summary>
    private const int LeastWords = 12;

    public int Words { get; } = Capping.Words.Count(Text);

    /// <param name="all">All items are wanted, if need be by their first sentence or name alone; else those that likely answer.</param>
    /// <returns>Null where nothing of it can stand by itself in so few words.</returns>
    public static QuotedUnit? Of(SectionUnit unit, int words, QuestionReading question, bool all)
    {
        if (unit.Words <= words)
            return new QuotedUnit(unit, Write(unit, unit.Parts.Select(part => part.Text)), unit.Score, true);
        var left = words - (unit.Introduction?.Words ?? 0);
        if (unit.Kind == SentenceKind.Code)
            return CodeExcerpt.Of(unit.Parts[0].Text, left, question) is { } code
                ? new QuotedUnit(unit, Write(unit, [code]), unit.Score, false)
                : null;
        if (unit.Kind == SentenceKind.Prose || left < LeastWords)
            return null;
        var one = question.Wanted != Asked.Steps && unit.Parts.Max(part => part.Score) > MostOfOne * unit.Score;
        return all && !one ? Shortened(unit, left) ?? First(unit, left - MoreWords) : Likeliest(unit, left, question);
    }

    /// <summary>Its beginning, where nothing of a section is short enough to stand by itself.</summary>
    public static QuotedUnit InPart(SectionUnit unit, int words)
    {
        var whole = Capper.Cap(Write(unit, unit.Parts.Select(part => part.Text)), words);
        return new QuotedUnit(unit with { Introduction = null }, whole, unit.Score, false);
    }

    /// <summary>Every item by its first sentence, or by its name.</summary>
    private static QuotedUnit? Shortened(SectionUnit unit, int words)
    {
        foreach (var (form, worth) in new (Func<UnitPart, string>, double)[] { (part => part.Lead, 0.8), (part => part.Name, 0.6) })
            if (unit.Parts.Select(form).ToList() is var lines && lines.Sum(line => Capping.Words.Count(line)) <= words)
                return new QuotedUnit(unit, Write(unit, lines), worth * unit.Score, false);
        return null;
    }

    /// <summary>The first items, and how many follow.</summary>
    private static QuotedUnit? First(SectionUnit unit, int words)
    {
        var kept = unit.Parts.TakeWhile(part => (words -= part.Words) >= 0).ToList();
        if (kept.Count == 0)
            return null;
        var missing = unit.Parts.Count - kept.Count;
        var more = unit.Numbered ? $"… and {missing} more {(missing == 1 ? "step" : "steps")}" : $"… and {missing} more";
        return new QuotedUnit(unit, Write(unit, kept.Select(part => part.Text).Append(more)), Sum(unit, kept), false);
    }

    /// <summary>The items that likely answer, in their order; the likeliest in part where it does not fit.</summary>
    private static QuotedUnit? Likeliest(SectionUnit unit, int words, QuestionReading question)
    {
        const double least = 0.1;
        var kept = new SortedDictionary<int, string>();
        var score = unit.Introduction?.Score ?? 0;
        var best = unit.Parts.Max(part => part.Score);
        foreach (
            var (i, part) in unit
                .Parts.Index()
                .OrderByDescending(pair => pair.Item.Score)
                .TakeWhile(pair => pair.Item.Score >= least * best)
        )
        {
            var text =
                part.Words <= words ? Unnumbered(part.Text)
                : kept.Count == 0 ? InPart(part.Text, words, question)
                : "";
            if (text.Length == 0)
                continue;
            kept[i] = text;
            words -= Capping.Words.Count(text);
            score += part.Score;
        }
        return kept.Count == 0 ? null : new QuotedUnit(unit, Write(unit, kept.Values), score, false);
    }

    /// <summary>A step among others that are left out is none.</summary>
    private static string Unnumbered(string item) => char.IsAsciiDigit(item[0]) ? $"- {Unmarked(item)}" : item;

    private static string Unmarked(string item) => Sentences.IsListItem(item) ? item[(item.IndexOf(' ') + 1)..] : item;

    /// <summary>Its sentences from the one on that holds most of the question's words.</summary>
    private static string InPart(string text, int words, QuestionReading question)
    {
        var sentences = Sentences.Split(text).Where(sentence => sentence.Kind != SentenceKind.Code).ToList();
        if (sentences.Count == 0)
            return "";
        var wanted = question.WantedWords.Weights;
        var inner = sentences
            .Select(sentence => Unmarked(sentence.In(text)))
            .SelectMany(line => Sentences.Split(line).Select(part => part.In(line)))
            .ToList();
        var first = inner.Index().MaxBy(pair => Terms.Content(pair.Item).Keys.Sum(stem => wanted.GetValueOrDefault(stem))).Index;
        return "- " + Capper.Cap(string.Join(' ', inner.Skip(first)), words);
    }

    private static double Sum(SectionUnit unit, IEnumerable<UnitPart> parts) =>
        (unit.Introduction?.Score ?? 0) + parts.Sum(part => part.Score);

    private static string Write(SectionUnit unit, IEnumerable<string> parts)
    {
        var text = string.Join('\n', parts);
        return unit.Introduction is { } introduction ? $"{introduction.Text}\n{text}" : text;
    }
}
