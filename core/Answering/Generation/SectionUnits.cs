using System.Text.RegularExpressions;
using ChatBot.Answering.Capping;
using ChatBot.Knowledge.Chunking;
using ChatBot.Knowledge.Indexing;

namespace ChatBot.Answering.Generation;

/// <summary>Takes a section apart into what stands together.</summary>
internal sealed partial class SectionUnits
{
    /// <summary>Fewer words without an end are a label.</summary>
    private const int ShortestSentence = 6;

    private readonly Passage _passage;
    private readonly IReadOnlyList<Sentence> _sentences;
    private readonly List<SectionUnit> _units = [];

    private SectionUnits(Passage passage) => (_passage, _sentences) = (passage, Sentences.Split(passage.Text));

    public static List<SectionUnit> Of(Passage passage)
    {
        var units = new SectionUnits(passage);
        for (var i = 0; i < units._sentences.Count; )
            i = units.Read(i);
        return units._units;
    }

    /// <returns>Where the next unit begins.</returns>
    private int Read(int at)
    {
        var sentence = _sentences[at];
        var introduces = sentence.Kind == SentenceKind.Prose && Introduces(at);
        var first = introduces ? at + 1 : at;
        var introduction = introduces ? Part(at, Announced(Tidy(sentence))) : null;
        switch (_sentences[first].Kind)
        {
            case SentenceKind.Heading:
                return first + 1;
            case SentenceKind.Prose:
                if (Said(Tidy(sentence)) is { } text)
                    Add(SentenceKind.Prose, null, [Part(at, text)], at);
                return at + 1;
            case SentenceKind.TableRow:
                return AddTable(introduction, first, at);
            case SentenceKind.ListItem:
                return AddList(introduction, first, at);
            default:
                Add(SentenceKind.Code, introduction, [Part(first, Tidy(_sentences[first]))], at);
                return first + 1;
        }
    }

    /// <summary>
    /// Null for a label. What ends in a colon announces something that is not there, and is said as a sentence.
    /// </summary>
    private static string? Said(string text) =>
        text.Length == 0 || Words.Count(text) < ShortestSentence && !EndsSentence(text) ? null
        : text.EndsWith(':') ? $"{text[..^1]}."
        : text;

    /// <summary>A word or two before code are a label.</summary>
    private static string Announced(string text) =>
        Words.Count(text) < ShortestSentence && !EndsSentence(text) && !text.EndsWith(':') ? $"{text}:" : text;

    private static bool EndsSentence(string text) =>
        text.TrimEnd('"', '\'', ')', '`', '*') is [.., '.' or '!' or '?' or '。' or '！' or '？' or '…'];

    /// <summary>A sentence before a list announces it with a colon; code belongs to the sentence before it in any case.</summary>
    private bool Introduces(int at) =>
        at + 1 < _sentences.Count
        && _sentences[at + 1].Kind switch
        {
            SentenceKind.Code => true,
            SentenceKind.ListItem or SentenceKind.TableRow => Tidy(_sentences[at]).EndsWith(':'),
            _ => false,
        };

    private void Add(SentenceKind kind, UnitPart? introduction, IReadOnlyList<UnitPart> parts, int at, bool numbered = false) =>
        _units.Add(
            new SectionUnit(
                kind,
                _sentences[at].Paragraph,
                introduction,
                parts,
                numbered,
                Leans(introduction ?? parts[0], kind, introduction)
            )
        );

    private static bool Leans(UnitPart first, SentenceKind kind, UnitPart? introduction) =>
        (introduction is not null || kind == SentenceKind.Prose)
        && first.Leaves is [{ Terms: [var word, ..] }, ..]
        && Leaning.IsWord(word.Word);

    /// <summary>Items of one level; what stands further in belongs to the item above it, and so does code between numbered steps.</summary>
    private int AddList(UnitPart? introduction, int first, int at)
    {
        var column = Column(first);
        var parts = new List<UnitPart>();
        var numbered = Number(first) is not null;
        var i = first;
        while (i < _sentences.Count && _sentences[i].Kind == SentenceKind.ListItem && Number(i) is not null == numbered)
        {
            var next = i + 1;
            while (next < _sentences.Count && (Column(next) > column || numbered && IsBetweenSteps(i, next)))
                next++;
            parts.Add(Part(i, string.Join('\n', Enumerable.Range(i, next - i).Select(k => Indent(k, column) + Tidy(_sentences[k]))), next));
            i = next;
        }
        Add(SentenceKind.ListItem, introduction, parts, at, numbered);
        return i;
    }

    /// <summary>Whether a step with the next number follows, and only code or prose before it.</summary>
    private bool IsBetweenSteps(int step, int at)
    {
        const int most = 3;
        if (_sentences[at].Kind == SentenceKind.ListItem)
            return false;
        var next = Enumerable
            .Range(at, Math.Min(most, _sentences.Count - at))
            .FirstOrDefault(k => _sentences[k].Kind == SentenceKind.ListItem, -1);
        return next >= 0 && Column(next) == Column(step) && Number(next) == Number(step) + 1;
    }

    private int? Number(int at) =>
        Step().Match(_sentences[at].In(_passage.Text)) is { Success: true } match ? int.Parse(match.Groups[1].Value) : null;

    private int Column(int at) => _sentences[at].Start - (_passage.Text.LastIndexOf('\n', Math.Max(0, _sentences[at].Start - 1)) + 1);

    private string Indent(int at, int column) =>
        _sentences[at].Kind == SentenceKind.ListItem ? new string(' ', Math.Max(0, Column(at) - column)) : "";

    /// <summary>Rows become lines of a list, each cell but the first under its column's name.</summary>
    private int AddTable(UnitPart? introduction, int first, int at)
    {
        var isHeader = Sentences.DelimiterEnd(_passage.Text, _sentences[first]) is not null;
        List<string> header = isHeader ? QuotedText.Cells(Tidy(_sentences[first])) : [];
        var parts = new List<UnitPart>();
        var i = isHeader ? first + 1 : first;
        for (; i < _sentences.Count && _sentences[i].Kind == SentenceKind.TableRow; i++)
            if (Row(QuotedText.Cells(Tidy(_sentences[i])), header) is { Length: > 0 } row)
                parts.Add(new UnitPart(row, [Leaf(i, $"{string.Join(' ', header)} {row}")]));
        if (parts.Count > 0)
            Add(SentenceKind.TableRow, introduction, parts, at);
        return i;
    }

    private static string Row(List<string> cells, List<string> header)
    {
        if (cells.All(cell => cell.Length == 0))
            return "";
        var rest = cells
            .Index()
            .Skip(1)
            .Where(cell => cell.Item.Length > 0)
            .Select(cell =>
                cells.Count > 2 && cell.Index < header.Count && header[cell.Index].Length > 0
                    ? $"{header[cell.Index]}: {cell.Item}"
                    : cell.Item
            )
            .ToList();
        return rest.Count == 0 ? $"- {cells[0]}"
            : cells[0].Length == 0 ? $"- {string.Join("; ", rest)}"
            : cells.Count > 2 ? $"- {cells[0]} – {string.Join("; ", rest)}"
            : $"- {cells[0]}: {rest[0]}";
    }

    private UnitPart Part(int at, string text, int end = -1) =>
        new(
            _sentences[at].Kind == SentenceKind.ListItem && text.EndsWith(':') ? $"{text[..^1]}." : text,
            [.. Enumerable.Range(at, (end < 0 ? at + 1 : end) - at).Select(i => Leaf(i, Tidy(_sentences[i])))]
        );

    private Candidate Leaf(int at, string said) => new(1, at, _sentences[at].Paragraph, _sentences[at].Kind, said, said);

    private string Tidy(Sentence sentence) => QuotedText.Of(sentence, _passage.Text);

    [GeneratedRegex(@"^([0-9]{1,3})[.)] ")]
    private static partial Regex Step();
}
