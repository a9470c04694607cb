using ChatBot.Bot.Channels.Rendering;
using ChatBot.Knowledge;
using ChatBot.Knowledge.Indexing;
using Microsoft.AspNetCore.Components;

namespace ChatBot.Bot.Documents;

/// <summary>A passage in its place: the headings that begin with it, and its text.</summary>
/// <param name="Headings">With their level in HTML, 2 to 6.</param>
/// <param name="Page">Where a page of the document begins with it.</param>
public sealed record DocumentPiece(int Ordinal, IReadOnlyList<(int Level, string Text)> Headings, int? Page, MarkupString Text)
{
    /// <summary>A passage repeats the last sentences of the one before it, about so many characters.</summary>
    private const int LongestRepetition = 400;

    private const int DeepestHeading = 6;

    /// <param name="first">Ordinal of the first passage.</param>
    /// <param name="asked">Ordinal of the one that was asked for: it stays whole, for its repeated sentences may be those quoted.</param>
    public static IReadOnlyList<DocumentPiece> Of(IEnumerable<ReadPassage> passages, int first, int asked)
    {
        var pieces = new List<DocumentPiece>();
        IReadOnlyList<string> above = [];
        var before = "";
        int? page = null;
        foreach (var passage in passages)
        {
            // The document's title stands above all.
            IReadOnlyList<string> path = [.. HeadingPath.Split(passage.Title).Skip(1)];
            var same = path.Zip(above).TakeWhile(pair => pair.First == pair.Second).Count();
            var isNewPage = HeadingPath.PageOf(path) != page;
            page = HeadingPath.PageOf(path);
            var begins = same < path.Count || path.Count != above.Count || pieces.Count == 0;
            var ordinal = first + pieces.Count;
            pieces.Add(
                new DocumentPiece(
                    ordinal,
                    [.. path.Skip(same).Select((text, i) => (Math.Min(DeepestHeading, 2 + same + i), text))],
                    isNewPage ? page : null,
                    Html(begins || ordinal == asked ? passage.Text : WithoutRepetition(passage.Text, before))
                )
            );
            (above, before) = (path, passage.Text);
        }
        return pieces;
    }

    private static MarkupString Html(string passage) => new(HtmlWriter.Write(MarkdownReader.ReadPassage(passage)));

    private static string WithoutRepetition(string text, string before)
    {
        for (var length = Math.Min(LongestRepetition, Math.Min(text.Length, before.Length)); length > 0; length--)
            if (before.AsSpan().EndsWith(text.AsSpan(0, length)) && (length == text.Length || char.IsWhiteSpace(text[length])))
                return text[length..];
        return text;
    }
}
