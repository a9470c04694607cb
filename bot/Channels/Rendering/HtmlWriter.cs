using System.Text;

namespace ChatBot.Bot.Channels.Rendering;

/// <summary>
/// Writes a document as HTML that is safe to show: these elements with these attributes and none else, every text and address escaped.
/// The web chat, whoever asks the API, and the pages of documents show it.
/// </summary>
/// <param name="sources">Labels up to this number are <c>cite</c> elements, others text.</param>
internal sealed class HtmlWriter(int sources)
{
    private const int DeepestHeading = 6;
    private const string OwnDirection = " dir=\"auto\"";

    private readonly StringBuilder _html = new();

    public static string Write(Document document, int sources = 0)
    {
        var writer = new HtmlWriter(sources);
        foreach (var block in document.Blocks)
            writer.Add(block, OwnDirection);
        return writer._html.ToString();
    }

    /// <param name="direction">Only of the outermost: a browser that looks for a direction passes over what has its own.</param>
    private void Add(Block block, string direction = "")
    {
        switch (block)
        {
            case Block.Paragraph paragraph:
                _html.Append($"<p{direction}>");
                Add(paragraph.Content);
                _html.Append("</p>");
                break;
            case Block.Heading heading:
                var level = Math.Min(DeepestHeading, heading.Level + 2); // the page has its own above
                _html.Append($"<h{level}{direction}>");
                Add(heading.Content);
                _html.Append($"</h{level}>");
                break;
            case Block.Code code:
                var language = code.Language.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).FirstOrDefault();
                _html.Append("<pre dir=\"ltr\"><code").Append(language is null ? "" : $" data-language=\"{Escape(language)}\"").Append('>');
                _html.Append(Escape(code.Text)).Append("</code></pre>");
                break;
            case Block.Quote quote:
                _html.Append($"<blockquote{direction}>");
                foreach (var quoted in quote.Blocks)
                    Add(quoted);
                _html.Append("</blockquote>");
                break;
            case Block.List list:
                Add(list, direction);
                break;
            case Block.Table table:
                Add(table, direction);
                break;
            case Block.Rule:
                _html.Append("<hr>");
                break;
        }
    }

    private void Add(Block.List list, string direction)
    {
        var (name, start) = list.Start switch
        {
            null => ("ul", ""),
            1 => ("ol", ""),
            { } number => ("ol", $" start=\"{number}\""),
        };
        _html.Append($"<{name}{start}{direction}>");
        foreach (var item in list.Items)
        {
            _html.Append(
                item.IsDone switch
                {
                    true => "<li class=\"task\">☑ ",
                    false => "<li class=\"task\">☐ ",
                    null => "<li>",
                }
            );
            foreach (var (index, block) in item.Blocks.Index())
                if (index == 0 && block is Block.Paragraph paragraph)
                    Add(paragraph.Content);
                else
                    Add(block);
            _html.Append("</li>");
        }
        _html.Append($"</{name}>");
    }

    private void Add(Block.Table table, string direction)
    {
        _html.Append($"<table{direction}><thead>");
        Add(table.Columns, table.Header, "th");
        _html.Append("</thead><tbody>");
        foreach (var row in table.Rows)
            Add(table.Columns, row, "td");
        _html.Append("</tbody></table>");
    }

    private void Add(IReadOnlyList<Alignment> columns, IReadOnlyList<Cell> row, string name)
    {
        _html.Append("<tr>");
        foreach (var (alignment, cell) in columns.Zip(row))
        {
            var side = alignment switch
            {
                Alignment.Center => " class=\"center\"",
                Alignment.End => " class=\"end\"",
                _ => "",
            };
            var isBar = Bars.Are(cell);
            _html.Append(isBar ? $"<{name} class=\"meter\" aria-hidden=\"true\">" : $"<{name}{side}>");
            Add(cell.Content);
            _html.Append($"</{name}>");
        }
        _html.Append("</tr>");
    }

    /// <summary>Runs that one look goes through stand in one element of it; outermost is the link, so that it is one.</summary>
    private void Add(IReadOnlyList<Inline> content, int depth = 0)
    {
        if (depth == Looks.Length)
        {
            foreach (var inline in content)
                Add(inline);
            return;
        }
        var (opens, close) = Looks[depth];
        for (var at = 0; at < content.Count; )
        {
            var open = opens(content[at]);
            IReadOnlyList<Inline> run = [.. content.Skip(at).TakeWhile(inline => opens(inline) == open)];
            _html.Append(open);
            Add(run, depth + 1);
            _html.Append(open is null ? "" : close);
            at += run.Count;
        }
    }

    private void Add(Inline inline) =>
        _html.Append(
            inline switch
            {
                Inline.Text text => Escape(text.Value),
                Inline.Label label when label.Number >= 1 && label.Number <= sources => $"<cite>[{label.Number}]</cite>",
                Inline.Label label => $"[{label.Number}]",
                _ => "<br>",
            }
        );

    /// <summary>From the outermost: the tag that opens it where a part has the look, and the one that closes it.</summary>
    private static readonly (Func<Inline, string?> Opens, string Close)[] Looks =
    [
        (
            inline =>
                inline is Inline.Text { Address: { } address }
                    ? $"<a href=\"{Escape(address)}\" target=\"_blank\" rel=\"noopener noreferrer\">"
                    : null,
            "</a>"
        ),
        (inline => MarksOf(inline).HasFlag(Marks.Bold) ? "<strong>" : null, "</strong>"),
        (inline => MarksOf(inline).HasFlag(Marks.Italic) ? "<em>" : null, "</em>"),
        (inline => MarksOf(inline).HasFlag(Marks.Struck) ? "<s>" : null, "</s>"),
        (inline => MarksOf(inline).HasFlag(Marks.Code) ? "<code>" : null, "</code>"),
    ];

    private static Marks MarksOf(Inline inline) =>
        inline switch
        {
            Inline.Text text => text.Marks,
            Inline.Label label => label.Marks,
            _ => Marks.None,
        };

    /// <summary>The last is what HTML can hold in no way.</summary>
    private static string Escape(string text) =>
        text.Replace("&", "&amp;").Replace("<", "&lt;").Replace(">", "&gt;").Replace("\"", "&quot;").Replace('\0', '\uFFFD');
}
