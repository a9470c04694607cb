using Markdig.Extensions.Footnotes;
using Markdig.Extensions.TaskLists;
using Markdig.Syntax.Inlines;
using Parsed = Markdig.Syntax.Inlines.Inline;

namespace ChatBot.Bot.Channels.Rendering;

/// <summary>Reads what stands within a line: flat runs of text, each with all of its marks and its address.</summary>
internal sealed class InlineReader
{
    private readonly List<Inline> _read = [];
    private readonly InlineTags _tags = new();

    public static IReadOnlyList<Inline> Read(ContainerInline? source)
    {
        if (source is null)
            return [];
        var reader = new InlineReader();
        reader.Add(source, Marks.None, null);
        return Tidied(reader._read);
    }

    /// <summary>What joins two contents to one.</summary>
    public static IReadOnlyList<Inline> Join(params IEnumerable<Inline> content) => Tidied(content);

    /// <summary>Text with line breaks as runs and breaks.</summary>
    public static IReadOnlyList<Inline> Lines(string text, Marks marks, string? address)
    {
        var read = new List<Inline>();
        foreach (var line in text.Split('\n'))
        {
            if (read.Count > 0)
                read.Add(new Inline.Break());
            if (line.Length > 0)
                read.Add(new Inline.Text(line, marks, address));
        }
        return Tidied(read);
    }

    /// <summary>A note's number, raised: ¹²³.</summary>
    public static string NoteSign(int number) => Raised.Digits(number.ToString());

    private void Add(ContainerInline source, Marks marks, string? address)
    {
        foreach (var inline in source)
            Add(inline, marks, address);
    }

    private void Add(Parsed inline, Marks marks, string? address)
    {
        switch (inline)
        {
            case LiteralInline literal:
                Say(literal.Content.ToString(), marks, address);
                break;
            case LabelInline label:
                _read.Add(new Inline.Label(label.Number, marks | _tags.Marks));
                break;
            case CodeInline code:
                Say(code.Content, marks | Marks.Code, address);
                break;
            case LineBreakInline:
                _read.Add(new Inline.Break());
                break;
            case HtmlEntityInline entity:
                Say(entity.Transcoded.ToString(), marks, address);
                break;
            case HtmlInline tag:
                Read(tag.Tag, marks, address);
                break;
            case AutolinkInline { IsEmail: true } mailbox:
                Say(mailbox.Url, marks, address);
                break;
            case AutolinkInline autolink:
                Say(autolink.Url, marks, WebAddress.Of(autolink.Url) ?? address);
                break;
            case LinkInline { IsImage: true } picture:
                Say(LabelOf(picture), marks, address);
                break;
            case LinkInline { IsAutoLink: true } bare:
                AddBare(bare, marks, address);
                break;
            case LinkInline link:
                Add(link, marks, WebAddress.Of(link.Url) ?? address);
                break;
            case EmphasisInline emphasis:
                Add(emphasis, marks | MarkOf(emphasis), address);
                break;
            case FootnoteLink { IsBackLink: false } note:
                Say(NoteSign(note.Footnote.Order), marks, address);
                break;
            case FootnoteLink or TaskList:
                break;
            case DelimiterInline unpaired:
                Say(unpaired.ToLiteral(), marks, address);
                Add(unpaired, marks, address);
                break;
            case ContainerInline container:
                Add(container, marks, address);
                break;
        }
    }

    /// <summary>Marks at its end are none of it: they end what it stands in.</summary>
    private void AddBare(LinkInline bare, Marks marks, string? address)
    {
        var words = string.Concat(bare.OfType<LiteralInline>().Select(literal => literal.Content.ToString()));
        var end = words.TrimEnd('*', '_', '~');
        var surplus = words.Length - end.Length;
        Say(end, marks, WebAddress.Of(bare.Url?[..^surplus]) ?? address);
        Say(words[end.Length..], marks, address);
    }

    private static Marks MarkOf(EmphasisInline emphasis) =>
        emphasis.DelimiterChar == '~' ? (emphasis.DelimiterCount == 2 ? Marks.Struck : Marks.None)
        : emphasis.DelimiterCount == 2 ? Marks.Bold
        : Marks.Italic;

    private void Read(string tag, Marks marks, string? address)
    {
        switch (_tags.Read(tag))
        {
            case TagMeaning.Break:
                _read.Add(new Inline.Break());
                break;
            case TagMeaning.Picture:
                Say(InlineTags.LabelOf(tag), marks, address);
                break;
            case TagMeaning.Text:
                Say(tag, marks, address);
                break;
        }
    }

    private void Say(string text, Marks marks, string? address)
    {
        text = _tags.Change(text.ReplaceLineEndings(" "));
        if (text.Length > 0)
            _read.Add(new Inline.Text(text, marks | _tags.Marks, address ?? _tags.Address));
    }

    /// <summary>What a picture is said to show, else the name of its file.</summary>
    private static string LabelOf(LinkInline picture)
    {
        var label = PlainText.Of(Read((ContainerInline)picture)).ReplaceLineEndings(" ").Trim();
        return label.Length > 0 ? label
            : picture.Title is { Length: > 0 } title ? title
            : (picture.Url ?? "").Split('?', '#')[0].TrimEnd('/').Split('/')[^1];
    }

    /// <summary>
    /// Runs that look alike are one; no break at either end, nor more than an empty line in a row, and no blanks around one.
    /// </summary>
    private static List<Inline> Tidied(IEnumerable<Inline> content)
    {
        var tidy = new List<Inline>();
        foreach (var inline in content)
            switch (inline, tidy.LastOrDefault())
            {
                case (Inline.Break, null):
                case (Inline.Break, Inline.Break) when tidy is [.., Inline.Break, Inline.Break]:
                    break;
                case (Inline.Break, _):
                    TrimEnd(tidy);
                    if (tidy.Count > 0)
                        tidy.Add(inline);
                    break;
                case (Inline.Text text, null or Inline.Break):
                    if (text.Value.TrimStart(' ') is { Length: > 0 } rest)
                        tidy.Add(text with { Value = rest });
                    break;
                case (Inline.Text text, Inline.Text last) when (last.Marks, last.Address) == (text.Marks, text.Address):
                    tidy[^1] = last with { Value = last.Value + text.Value };
                    break;
                default:
                    tidy.Add(inline);
                    break;
            }
        while (tidy is [.., Inline.Break])
            tidy.RemoveAt(tidy.Count - 1);
        TrimEnd(tidy);
        return tidy;
    }

    private static void TrimEnd(List<Inline> content)
    {
        while (content is [.., Inline.Text last] && last.Value.EndsWith(' '))
            if (last.Value.TrimEnd(' ') is { Length: > 0 } rest)
                content[^1] = last with { Value = rest };
            else
                content.RemoveAt(content.Count - 1);
    }
}

internal static class Raised
{
    private const string Signs = "⁰¹²³⁴⁵⁶⁷⁸⁹";

    public static string Digits(string digits) => string.Concat(digits.Select(digit => Signs[digit - '0']));
}
