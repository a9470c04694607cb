using ChatBot.Answering.Capping;
using ChatBot.Knowledge.Chunking;
using ChatBot.Knowledge.Indexing;

namespace ChatBot.Answering.Generation;

/// <summary>
/// Takes a passage apart into what can be quoted. Prose is quoted by the sentence; a list stays with the sentence that introduces
/// it, numbered steps stay complete, and a command stays with the sentence that says what it does.
/// </summary>
internal sealed class Quotations(int maxWords)
{
    /// <summary>A block longer than this share of the limit is offered in parts.</summary>
    private const double LargestBlock = 0.95;

    /// <summary>Prose of fewer words is a fragment, not a sentence.</summary>
    private const int ShortestProse = 3;

    /// <summary>A sentence longer than this share of the limit is offered in parts: it would leave no room for a second one.</summary>
    private const double LargestSentence = 0.7;

    public List<Candidate> Of(int number, Passage passage)
    {
        var sentences = Sentences.Split(passage.Text);
        var candidates = new List<Candidate>();
        var heading = passage.Headings.LastOrDefault() ?? "";
        for (var i = 0; i < sentences.Count; i++)
        {
            var text = QuotedText.Of(sentences[i], passage.Text);
            switch (sentences[i].Kind)
            {
                case SentenceKind.Heading:
                    heading = text.TrimStart('#', ' ').TrimEnd(':', ' ');
                    break;
                case SentenceKind.Prose or SentenceKind.ListItem when Introduces(sentences, i, text):
                    i = AddBlock(candidates, number, passage, sentences, i, i + 1, text);
                    break;
                case SentenceKind.Prose:
                    AddProse(candidates, number, i, sentences[i].Paragraph, text);
                    break;
                case SentenceKind.TableRow:
                    i = AddTable(candidates, number, passage, sentences, i);
                    break;
                default:
                    i = AddBlock(
                        candidates,
                        number,
                        passage,
                        sentences,
                        i,
                        i,
                        sentences[i].Kind == SentenceKind.Code && heading.Length > 0 && !heading.EndsWith('?') ? $"{heading}:" : ""
                    );
                    break;
            }
        }
        return candidates;
    }

    /// <summary>A sentence before a list announces it with a colon; code belongs to the sentence before it in any case.</summary>
    private static bool Introduces(IReadOnlyList<Sentence> sentences, int i, string text) =>
        i + 1 < sentences.Count
        && (sentences[i + 1].Kind, sentences[i].Kind) switch
        {
            (SentenceKind.Code, SentenceKind.Prose) => true,
            (SentenceKind.Code, SentenceKind.ListItem) => text.EndsWith(':'),
            (SentenceKind.ListItem, SentenceKind.Prose) => text.EndsWith(':'),
            _ => false,
        };

    private void AddProse(List<Candidate> candidates, int number, int position, int paragraph, string text)
    {
        var words = Words.Count(text);
        // What ends in a colon announces something that is not quoted with it.
        if (words < ShortestProse || text.EndsWith(':'))
            return;
        var most = (int)(LargestSentence * maxWords);
        foreach (var part in words > most ? Clauses.Fit(text, most) : [text])
            candidates.Add(new Candidate(number, position, paragraph, SentenceKind.Prose, $"{part}[{number}]", part));
    }

    /// <summary>
    /// Adds the list or code that starts at <paramref name="first"/> with its introduction; returns the last index it used.
    /// </summary>
    private int AddBlock(
        List<Candidate> candidates,
        int number,
        Passage passage,
        IReadOnlyList<Sentence> sentences,
        int position,
        int first,
        string introduction
    )
    {
        var last = first;
        while (
            sentences[first].Kind == SentenceKind.ListItem
            && last + 1 < sentences.Count
            && sentences[last + 1].Kind == SentenceKind.ListItem
        )
            last++;
        var parts = Enumerable.Range(first, last - first + 1).Select(i => QuotedText.Of(sentences[i], passage.Text)).ToList();
        var kind = sentences[first].Kind;
        var paragraph = sentences[first].Paragraph;
        var said = string.Join('\n', parts.Prepend(introduction).Where(part => part.Length > 0));
        var labelled =
            introduction.Length > 0 ? $"{introduction}[{number}]\n{string.Join('\n', parts)}"
            : kind == SentenceKind.Code ? $"{said}\n[{number}]"
            : $"{said}[{number}]";
        if (Words.Count(labelled) <= LargestBlock * maxWords)
        {
            candidates.Add(new Candidate(number, position, paragraph, kind, labelled, said));
            return last;
        }
        if (position < first && !introduction.EndsWith(':'))
            AddProse(candidates, number, position, sentences[position].Paragraph, introduction);
        if (kind == SentenceKind.ListItem)
            for (var i = first; i <= last; i++)
                if (Words.Count(parts[i - first]) is >= ShortestProse and var words && words <= maxWords)
                    candidates.Add(
                        new Candidate(number, i, paragraph, kind, $"{parts[i - first]}[{number}]", $"{introduction} {parts[i - first]}")
                    );
        return last;
    }

    /// <summary>
    /// Rows become lines of a list, each cell but the first under its column's name where there are more than two columns.
    /// </summary>
    private int AddTable(List<Candidate> candidates, int number, Passage passage, IReadOnlyList<Sentence> sentences, int first)
    {
        var isHeader = Sentences.DelimiterEnd(passage.Text, sentences[first]) is not null;
        List<string> header = isHeader ? QuotedText.Cells(QuotedText.Of(sentences[first], passage.Text)) : [];
        var last = first;
        while (last + 1 < sentences.Count && sentences[last + 1].Kind == SentenceKind.TableRow)
            last++;
        for (var i = isHeader ? first + 1 : first; i <= last; i++)
        {
            var cells = QuotedText.Cells(QuotedText.Of(sentences[i], passage.Text));
            if (cells.Count == 0)
                continue;
            var rest = cells
                .Skip(1)
                .Select((cell, k) => cells.Count > 2 && k + 1 < header.Count && header[k + 1].Length > 0 ? $"{header[k + 1]} {cell}" : cell)
                .Where(cell => cell.Length > 0)
                .ToList();
            var text = rest.Count == 0 ? $"- {cells[0]}" : $"- {cells[0]}: {string.Join("; ", rest)}";
            if (Words.Count(text) <= maxWords)
                candidates.Add(
                    new Candidate(
                        number,
                        i,
                        sentences[i].Paragraph,
                        SentenceKind.TableRow,
                        $"{text}[{number}]",
                        $"{string.Join(' ', header)} {text}"
                    )
                );
        }
        return last;
    }
}
