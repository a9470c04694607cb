using ChatBot.Knowledge.Reading;

namespace ChatBot.Knowledge.Chunking;

/// <summary>A piece of a document that is indexed, found and quoted as one.</summary>
/// <param name="Headings">The document's title and the headings above the text, outermost first.</param>
public sealed record Chunk(int Ordinal, IReadOnlyList<string> Headings, string Text, PassageKind Kind, string Names)
{
    /// <summary>The headings as one line.</summary>
    public string Title { get; } = HeadingPath.Join(Headings);
}

/// <summary>
/// Cuts sections into chunks along sentence bounds. A section that fits stays whole, small neighbours under the same parent are
/// kept apart (their headings say what they are about), long ones are cut with an overlap so that no answer lies on a cut.
/// </summary>
public static class Chunker
{
    /// <summary>Raised when cuts change, so that documents are cut again.</summary>
    public const string Version = "2";

    /// <summary>Characters a chunk aims at (about 220 English words), and the most it may have before a sentence is cut.</summary>
    private const int Target = 1400,
        Most = 4000;

    /// <summary>Characters of the last sentences that are repeated at the start of the next chunk.</summary>
    private const int Overlap = 200;

    public static IReadOnlyList<Chunk> Cut(SourceDocument document)
    {
        var chunks = new List<Chunk>();
        foreach (var section in document.Sections)
        {
            var headings = HeadingPath.Of(
                document.Title,
                section.Page is { } page ? [.. section.Headings, HeadingPath.OfPage(page)] : section.Headings
            );
            var kind = section.Kind;
            var names = $"{document.Names} {section.Names}".Trim();
            foreach (var text in section.Text.Length <= Target ? [section.Text] : Pieces(section.Text))
                if (!string.IsNullOrWhiteSpace(text))
                    chunks.Add(new Chunk(chunks.Count, headings, text, KindOf(kind, text), names));
        }
        return chunks;
    }

    private static PassageKind KindOf(PassageKind kind, string text) =>
        kind != PassageKind.Prose ? kind
        : text.StartsWith("```", StringComparison.Ordinal)
        && text.EndsWith("```", StringComparison.Ordinal)
        && text.IndexOf("\n```", StringComparison.Ordinal) == text.Length - 4
            ? PassageKind.Code
        : PassageKind.Prose;

    private static IEnumerable<string> Pieces(string text)
    {
        var whole = Sentences.Split(text);
        var sentences = whole.SelectMany(sentence => Bounded(text, sentence)).ToList();
        var first = 0;
        while (first < sentences.Count)
        {
            var last = first;
            while (last + 1 < sentences.Count && sentences[last + 1].End - sentences[first].Start <= Target)
                last++;
            // A short rest joins the chunk before it; a chunk of one line answers nothing.
            if (last + 1 < sentences.Count && sentences[^1].End - sentences[last + 1].Start <= Overlap)
                last = sentences.Count - 1;
            yield return HeaderOf(text, sentences, first) + Piece(text, whole, sentences[first], sentences[last]);
            if (last + 1 == sentences.Count)
                yield break;
            var next = last + 1;
            while (
                next - 1 > first
                && sentences[last].End - sentences[next - 1].Start <= Overlap
                && sentences[next - 1].Kind != SentenceKind.Code
            )
                next--;
            first = next;
        }
    }

    /// <summary>The piece from one sentence to another. A code sample that is cut gets its fence in each of its pieces.</summary>
    private static string Piece(string text, IReadOnlyList<Sentence> whole, Sentence first, Sentence last)
    {
        var piece = text[first.Start..last.End].Trim('\n');
        if (CutCode(whole, first) is { } begun && begun.Start < first.Start)
            piece = $"{OpeningOf(text, begun)}\n{piece}";
        if (CutCode(whole, last) is { } ended && last.End < ended.End)
            piece = $"{piece}\n{Sentences.Fence(OpeningOf(text, ended))}";
        return piece;
    }

    /// <summary>The whole code sample that a sentence is, or is a part of.</summary>
    private static Sentence? CutCode(IReadOnlyList<Sentence> whole, Sentence part) =>
        part.Kind == SentenceKind.Code ? whole.First(code => code.Start <= part.Start && part.End <= code.End) : null;

    private static string OpeningOf(string text, Sentence code) => text[code.Start..code.End].Split('\n', 2)[0].Trim();

    /// <summary>The header of the table that is cut before <paramref name="first"/>, so that its rows can be read by themselves.</summary>
    private static string HeaderOf(string text, IReadOnlyList<Sentence> sentences, int first)
    {
        var top = first;
        while (
            top > 0
            && sentences[top].Kind == SentenceKind.TableRow
            && sentences[top - 1].Kind == SentenceKind.TableRow
            && sentences[top - 1].Paragraph == sentences[top].Paragraph
        )
            top--;
        if (top == first || Sentences.DelimiterEnd(text, sentences[top]) is not { } end || sentences[top].Length > Overlap)
            return "";
        return text[sentences[top].Start..end] + "\n";
    }

    /// <summary>Sentences beyond all measure (minified files, a table in one line) are cut at line ends or spaces.</summary>
    private static IEnumerable<Sentence> Bounded(string text, Sentence sentence)
    {
        while (sentence.Length > Most)
        {
            var cut = text.LastIndexOf('\n', sentence.Start + Target, Target / 2);
            if (cut < 0)
                cut = text.LastIndexOf(' ', sentence.Start + Target, Target / 2);
            if (cut < 0)
                cut = char.IsHighSurrogate(text[sentence.Start + Target - 1]) ? sentence.Start + Target - 1 : sentence.Start + Target;
            yield return sentence with
            {
                End = cut,
            };
            sentence = sentence with { Start = cut };
        }
        yield return sentence;
    }
}
