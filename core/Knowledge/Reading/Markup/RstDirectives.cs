using System.Text.RegularExpressions;
using ChatBot.Knowledge.Reading.Blocks;
using ChatBot.Knowledge.Reading.Markdown;

namespace ChatBot.Knowledge.Reading.Markup;

/// <summary>Directives of docutils, Sphinx and what is much used with them.</summary>
internal sealed partial class RstDirectives(RstBlocks blocks)
{
    public IReadOnlyList<Block> Read(string directive, string about, IReadOnlyList<string> lines, int depth)
    {
        var options = Options(about, lines, out var argument, out var content);
        var name = directive[(directive.LastIndexOf(':') + 1)..].ToLowerInvariant();
        switch (name)
        {
            case "code-block"
            or "code"
            or "sourcecode"
            or "code-cell"
            or "ipython"
            or "parsed-literal"
            or "prompt"
            or "console"
            or "doctest"
            or "testcode"
            or "productionlist"
            or "terminal":
                return Titled(
                    options.GetValueOrDefault("caption", ""),
                    [new CodeBlock(string.Join('\n', content), Language(name, argument))]
                );
            case "math":
                return [new CodeBlock(string.Join('\n', [.. Lines(argument), .. content]), "latex")];
            case "graphviz" or "digraph" or "graph" or "mermaid" or "uml" or "plantuml":
                return [];
            case "image" or "figure":
                var alt = ImageText.Of(options.GetValueOrDefault("alt", ""), argument);
                return [.. alt.Length > 0 ? (Block[])[new Paragraph(alt)] : [], .. blocks.Of(content, depth + 1)];
            case "meta"
            or "contents"
            or "toctree"
            or "index"
            or "include"
            or "literalinclude"
            or "raw"
            or "highlight"
            or "sectnum"
            or "target-notes"
            or "default-role"
            or "role"
            or "title"
            or "tabularcolumns"
            or "testsetup"
            or "testcleanup"
            or "todo"
            or "header"
            or "footer":
                return [];
            case "list-table":
                return Titled(argument, [ListTable(content, options, depth)]);
            case "csv-table":
                return Titled(argument, [CsvTable(content, options, depth)]);
            case "table":
                return Titled(argument, Content(content, depth));
            case "rubric" or "centered":
                return [new Paragraph(blocks.Text.Of(argument))];
            case "versionadded":
                return Version("Added in version", argument, content, depth);
            case "versionchanged":
                return Version("Changed in version", argument, content, depth);
            case "versionremoved":
                return Version("Removed in version", argument, content, depth);
            case "deprecated":
                return Version("Deprecated since version", argument, content, depth);
            case "seealso":
                return Titled("See also", Content([.. Lines(argument), "", .. content], depth));
            case "admonition"
            or "topic"
            or "sidebar"
            or "tab"
            or "tab-item"
            or "group-tab"
            or "dropdown"
            or "card"
            or "grid-item-card"
            or "collapse"
            or "details"
            or "step":
                return Titled(argument, Content(content, depth));
            case "code-tab":
                return Titled(argument[(argument.IndexOf(' ') + 1)..], [new CodeBlock(string.Join('\n', content), argument.Split(' ')[0])]);
        }
        if (NoteTitle.IsNote(name))
            return Titled(
                NoteTitle.Of(name),
                Content([.. Lines(argument), .. argument.Length > 0 && content.Count > 0 ? About(content) : [], .. content], depth)
            );
        if (argument.Length > 0 && IsDescription(directive, name))
            return [new Aside([new CodeSpan(argument)], Content(content, depth))];
        return Content(content, depth);
    }

    private List<Block> Content(IReadOnlyList<string> lines, int depth) => [.. blocks.Of(lines, depth + 1)];

    /// <summary>A note's text may go on below its first line without a blank one between.</summary>
    private static IEnumerable<string> About(IReadOnlyList<string> content) => content[0].Length == 0 ? [""] : [];

    private static IEnumerable<string> Lines(string argument) => argument.Length == 0 ? [] : argument.Split('\n');

    private IReadOnlyList<Block> Titled(string title, IReadOnlyList<Block> content) =>
        title.Length == 0 ? content : [new Aside(blocks.Text.Of(title), content)];

    private IReadOnlyList<Block> Version(string what, string argument, IReadOnlyList<string> content, int depth)
    {
        var words = argument.Split((char[])[' ', '\n'], 2);
        return Titled($"{what} {words[0]}", Content([.. words.Skip(1), .. content], depth));
    }

    private static string Language(string name, string argument) =>
        name switch
        {
            "parsed-literal" or "productionlist" or "prompt" or "terminal" => "",
            "doctest" or "testcode" or "ipython" => "python",
            "console" => "console",
            _ => argument.Split(' ')[0],
        };

    /// <summary>.. py:function:: open(file), .. option:: --all: what is described, and its description.</summary>
    private static bool IsDescription(string directive, string name) =>
        name
            is "function"
                or "class"
                or "method"
                or "attribute"
                or "data"
                or "exception"
                or "decorator"
                or "option"
                or "envvar"
                or "confval"
                or "describe"
                or "object"
                or "staticmethod"
                or "classmethod"
                or "property"
                or "macro"
                or "type"
                or "member"
                or "var"
                or "cmdoption"
                or "setting"
        || (directive.Contains(':') && name is not ("module" or "currentmodule" or "program" or "namespace"));

    private Table ListTable(IReadOnlyList<string> content, Dictionary<string, string> options, int depth)
    {
        var rows = Content(content, depth)
            .OfType<ListBlock>()
            .SelectMany(list => list.Items)
            .Select(row =>
                (IReadOnlyList<IReadOnlyList<Inline>>)
                    [.. row.Content.OfType<ListBlock>().SelectMany(cells => cells.Items).Select(cell => Inlines.Of(cell.Content))]
            );
        return new Table([.. rows], Number(options, "header-rows"));
    }

    private Table CsvTable(IReadOnlyList<string> content, Dictionary<string, string> options, int depth)
    {
        var separator = options.GetValueOrDefault("delim", ",") is { Length: 1 } delim ? delim[0] : ',';
        var header = options.GetValueOrDefault("header", "");
        var cell = blocks.Cell(depth);
        IEnumerable<string> lines = header.Length > 0 ? [header, .. content] : content;
        var rows = lines
            .Where(line => line.Trim().Length > 0)
            .Select(line => (IReadOnlyList<IReadOnlyList<Inline>>)[.. Cells(line, separator).Select(text => cell([text]))]);
        return new Table([.. rows], Number(options, "header-rows") + (header.Length > 0 ? 1 : 0));
    }

    private static List<string> Cells(string line, char separator)
    {
        var cells = new List<string>();
        var cell = new System.Text.StringBuilder();
        var quoted = false;
        for (var i = 0; i < line.Length; i++)
        {
            if (line[i] == '"' && quoted && i + 1 < line.Length && line[i + 1] == '"')
                cell.Append(line[i++]);
            else if (line[i] == '"' && (quoted || cell.ToString().Trim().Length == 0))
                quoted = !quoted;
            else if (line[i] == separator && !quoted)
            {
                cells.Add(cell.ToString().Trim());
                cell.Clear();
            }
            else
                cell.Append(line[i]);
        }
        cells.Add(cell.ToString().Trim());
        return cells;
    }

    private static int Number(Dictionary<string, string> options, string name) =>
        int.TryParse(options.GetValueOrDefault(name), out var number) ? Math.Clamp(number, 0, 10) : 0;

    /// <summary>The argument goes on until the options, which stand before the first blank line.</summary>
    private static Dictionary<string, string> Options(
        string about,
        IReadOnlyList<string> lines,
        out string argument,
        out List<string> content
    )
    {
        var options = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var at = 0;
        while (at < lines.Count && lines[at].Length > 0 && !Option().IsMatch(lines[at]) && about.Length > 0)
            about += "\n" + lines[at++];
        var name = "";
        while (at < lines.Count && lines[at].Length > 0)
        {
            if (Option().Match(lines[at]) is { Success: true } option)
                options[name = option.Groups["name"].Value] = option.Groups["value"].Value;
            else if (name.Length > 0 && lines[at][0] == ' ')
                options[name] += " " + lines[at].Trim();
            else
                break;
            at++;
        }
        argument = about;
        content = [.. lines.Skip(at)];
        return options;
    }

    [GeneratedRegex(@"^:(?<name>[\w-]+):\s*(?<value>.*)$")]
    private static partial Regex Option();
}
