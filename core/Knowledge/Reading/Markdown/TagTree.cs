using System.Text.RegularExpressions;
using ChatBot.Knowledge.Reading.Blocks;

namespace ChatBot.Knowledge.Reading.Markdown;

/// <summary>Blocks, raw HTML and tags of components, in the order of the text, put together into blocks.</summary>
/// <param name="line">A title or a property as Markdown.</param>
internal sealed partial class TagTree(Dialect dialect, Func<string, IReadOnlyList<Inline>> line)
{
    /// <summary>Components within components; what stands deeper is read as if they were not there.</summary>
    private const int Deepest = 24;

    private readonly List<Frame> _frames = [new(null)];

    public void Add(Block block) => _frames[^1].Pieces.Add(block);

    public void Add(IEnumerable<Block> blocks)
    {
        foreach (var block in blocks)
            Add(block);
    }

    /// <summary>HTML, with components in it told apart.</summary>
    public void Html(string html)
    {
        var from = 0;
        for (var at = html.IndexOf('<'); at >= 0; at = html.IndexOf('<', at + 1))
        {
            if (html.AsSpan(at).StartsWith("<!--") && html.IndexOf("-->", at, StringComparison.Ordinal) is > 0 and var end)
                at = end;
            else if (JsxTag.Read(html, at, html.Length, out var after) is { } tag)
            {
                var component = dialect.IsComponent(tag);
                if (!component && !html.AsSpan(at, after - at).Contains("={", StringComparison.Ordinal))
                    continue;
                Raw(html[from..at]);
                if (component)
                    Add(tag);
                else
                    Raw(ComponentInlineParser.HtmlOf(tag));
                from = after;
                at = after - 1;
            }
        }
        Raw(html[from..] + "\n");
    }

    public void Add(Tag tag)
    {
        switch (tag.Kind)
        {
            case TagKind.Whole:
                Add(Component(tag, []));
                break;
            case TagKind.Open when _frames.Count < Deepest:
                _frames.Add(new Frame(tag));
                break;
            case TagKind.Close:
                var opened = _frames.FindLastIndex(frame => frame.Tag?.Name == tag.Name);
                while (opened > 0 && _frames.Count > opened)
                    CloseLast();
                break;
        }
    }

    public List<Block> Close()
    {
        while (_frames.Count > 1)
            CloseLast();
        return _frames[0].Blocks();
    }

    private void Raw(string html)
    {
        if (html.Length > 0)
            _frames[^1].Pieces.Add(html);
    }

    private void CloseLast()
    {
        var frame = _frames[^1];
        _frames.RemoveAt(_frames.Count - 1);
        Add(Component(frame.Tag!, frame.Blocks()));
    }

    private IReadOnlyList<Block> Component(Tag tag, IReadOnlyList<Block> content)
    {
        if (tag.Name == "comment")
            return [];
        var title = tag.IsTab && LabelOf(tag) is { Length: > 0 } label ? label : tag.Title;
        var said = tag
            .Said.Where(text => text != title)
            .Select(text =>
                tag.Attributes.GetValueOrDefault("alt") == text ? ImageText.Of(text, tag.Attributes.GetValueOrDefault("src")) : text
            )
            .Where(text => text.Length > 0)
            .Select(text => (Block)new Paragraph(line(text)));
        content = [.. said, .. content];
        if (title.Length == 0)
            return content;
        if (content.Count > 0)
            return [new Aside(line(title), content)];
        return [new Paragraph(tag.Target.Length > 0 ? [new Link(line(title), tag.Target)] : line(title))];
    }

    /// <summary>A tab's name where the component around the tabs holds it: values={[{label: "A", value: "a"}]}, items={["A"]}.</summary>
    private string LabelOf(Tag tab)
    {
        var tabs = _frames.FindLast(frame => frame.Tag is { Name: var name } && name.Contains("Tab", StringComparison.Ordinal));
        if (tabs?.Tag is null)
            return "";
        var place = tabs.Tabs++;
        if (tabs.Tag.Attributes.GetValueOrDefault("values") is { } values && tab.Attributes.GetValueOrDefault("value") is { } value)
            foreach (Match item in Items().Matches(values))
                if (Property(item.Value, "value") == value && Property(item.Value, "label") is { Length: > 0 } label)
                    return label;
        if (tabs.Tag.Attributes.GetValueOrDefault("items") is { } items && tab.Title.Length == 0)
            return Quoted().Matches(items).ElementAtOrDefault(place)?.Groups[1].Value ?? "";
        return "";
    }

    private static string Property(string item, string name) =>
        Properties().Matches(item).FirstOrDefault(match => match.Groups["name"].Value == name)?.Groups["value"].Value ?? "";

    private sealed class Frame(Tag? tag)
    {
        public Tag? Tag => tag;

        /// <summary>Blocks, and HTML as text.</summary>
        public List<object> Pieces { get; } = [];
        public int Tabs { get; set; }

        public List<Block> Blocks()
        {
            if (Pieces.All(piece => piece is Block))
                return [.. Pieces.Cast<Block>()];
            var island = new HtmlIsland();
            foreach (var piece in Pieces)
            {
                if (piece is Block block)
                    island.Place(block);
                else
                    island.Raw((string)piece);
            }
            return [.. island.Blocks()];
        }
    }

    [GeneratedRegex(@"\{[^{}]*\}")]
    private static partial Regex Items();

    [GeneratedRegex("""["']?(?<name>label|value)["']?\s*:\s*(?:"(?<value>[^"]*)"|'(?<value>[^']*)')""")]
    private static partial Regex Properties();

    [GeneratedRegex("""["'`]([^"'`]+)["'`]""")]
    private static partial Regex Quoted();
}
