using System.Text;

namespace ChatBot.Bot.Tests.Web;

/// <summary>
/// A page made by chance from what sites are made of, the same for the same seed. Every word stands once on a page, so that a
/// word lost, doubled or moved shows.
/// </summary>
internal sealed class GeneratedPage
{
    private const string Consonants = "bcdfgklmnprstvz";
    private const string Vowels = "aeiou";

    private readonly Random _random;
    private readonly HashSet<string> _said = [];

    public GeneratedPage(int seed)
    {
        _random = new Random(seed);
        Html = Page();
    }

    /// <summary>The content is marked <c>data-content</c>, what a reader shall leave out of it <c>data-out</c>.</summary>
    public string Html { get; }

    private string Page()
    {
        var content = new StringBuilder($"<h1>{Words(2, 5)}</h1>");
        for (var sections = _random.Next(2, 6); sections > 0; sections--)
        {
            var level = _random.Next(2, 4);
            content.Append(Blocks(1, 4)).Append($"<h{level}>{Inlines()}</h{level}><p>{Inlines()}</p>");
            content.Append(Blocks(1, 5));
        }
        var inner = content.ToString();
        var body = Pick(
            $"<main data-content>{inner}</main>",
            $"<div class=\"wrap\"><article data-content>{inner}</article></div>",
            $"<div id=\"content\"><div data-content>{inner}</div></div>",
            $"<form action=\"./page.aspx\" method=\"post\"><input type=\"hidden\"><div data-content>{inner}</div></form>",
            $"<div role=\"main\"><section data-content>{inner}</section></div>"
        );
        return $"""
            <!DOCTYPE html><html lang="en"><head><title>{Word()}</title><style>p {"{ margin: 1em }"}</style></head><body>
            {Maybe($"<a href=\"#top\" class=\"skip\">{Words(2, 3)}</a>")}{Maybe(
                $"<div role=\"dialog\">{Sentence()}<button>{Word()}</button></div>"
            )}
            {Maybe($"<header><a href=\"/\">{Word()}</a><form role=\"search\"><input name=\"q\"><button>{Word()}</button></form></header>")}
            {Pick($"<nav>{Menu()}</nav>", $"<div class=\"menu\">{Menu()}</div>", $"<div role=\"navigation\">{Menu()}</div>", "")}
            {Maybe($"<div class=\"breadcrumb\"><a href=\"/\">{Word()}</a> › <a href=\"/a\">{Word()}</a> › {Word()}</div>")}
            {body}
            {Maybe($"<aside class=\"sidebar\"><b>{Word()}</b>{Menu()}</aside>")}
            <footer>© {Words(2, 6)} <a href="/imprint">{Word()}</a></footer><script>var x = "{Word()}";</script></body></html>
            """;
    }

    private string Menu() => $"<ul>{string.Concat(Times(4, 8, () => $"<li><a href=\"/{Word()}\">{Words(1, 2)}</a></li>"))}</ul>";

    private string Blocks(int least, int most) => string.Join('\n', Times(least, most, () => Block(0)));

    private string Block(int depth) =>
        _random.Next(depth > 1 ? 6 : 19) switch
        {
            0 or 1 or 2 => $"<p>{Inlines()}</p>",
            3 => $"<div>{Inlines()}</div>",
            4 => $"<p>{Inlines()}<br>{Inlines()}<br/>{Words(1, 4)}</p>",
            5 => $"<pre><code class=\"language-c\">{Words(1, 3)} =\n  {Words(1, 3)};<br>{Word()}</code></pre>",
            6 => List(depth),
            7 => List(depth),
            8 => Table(),
            9 => Table(),
            10 => $"<dl>{string.Concat(Times(1, 4, () => $"<dt>{Inlines()}</dt><dd>{Inlines()}</dd>"))}</dl>",
            11 => $"<blockquote>{Block(depth + 1)}{Block(depth + 1)}</blockquote>",
            12 => $"<details open><summary>{Words(1, 4)}</summary>{Block(depth + 1)}{Words(1, 4)}</details>",
            13 => $"<figure><img src=\"{Word()}.png\"><figcaption>{Inlines()}</figcaption></figure>",
            14 => $"<div class=\"admonition note\"><p class=\"admonition-title\">{Word()}</p>{Block(depth + 1)}</div>",
            15 => $"<div hidden>{Sentence()}</div><div style=\"display: none\">{Sentence()}</div><!-- {Word()} -->{Block(depth + 1)}",
            16 => $"<table role=\"presentation\"><tr><td>{Block(depth + 1)}</td><td><div>{Inlines()}</div></td></tr></table>",
            17 =>
                $"<h3><button type=\"button\" aria-expanded=\"true\">{Words(2, 5)}</button></h3><div>{Words(1, 3)}{Block(depth + 1)}</div>",
            _ => $"<section><header>{Inlines()}</header>{Block(depth + 1)}</section>",
        };

    private string List(int depth)
    {
        var name = Pick("ul", "ol", "ol start=\"4\"", "ol type=\"a\"");
        return $"<{name}>{string.Concat(Times(2, 5, () => Item(depth)))}</{name[..2]}>";
    }

    private string Item(int depth) =>
        _random.Next(6) switch
        {
            0 when depth < 2 => $"<li>{Inlines()}{List(depth + 1)}</li>",
            1 => $"<li><p>{Inlines()}</p><p>{Inlines()}</p>",
            2 => $"<li>{Words(1, 3)}<br>{Words(1, 3)}</li>",
            _ => $"<li>{Inlines()}</li>\n",
        };

    private string Table()
    {
        var columns = _random.Next(2, 5);
        var rows = new StringBuilder($"<tr>{string.Concat(Times(columns, columns, () => $"<th>{Words(1, 3)}</th>"))}</tr>");
        var head = _random.Next(2) == 0 ? $"<thead>{rows}</thead><tbody>" : $"<tbody>{rows}";
        rows = new StringBuilder(head);
        for (var row = _random.Next(1, 5); row > 0; row--)
        {
            rows.Append("<tr>")
                .Append(_random.Next(4) == 0 && columns > 2 ? $"<td colspan=\"2\">{Cell()}</td>" : $"<td>{Cell()}</td><td>{Cell()}</td>");
            rows.Append(string.Concat(Times(columns - 2, columns - 2, () => $"<td>{Cell()}</td>"))).Append("</tr>\n");
        }
        return $"<table>{Maybe($"<caption>{Words(1, 4)}</caption>")}{rows}</tbody></table>";
    }

    private string Cell() =>
        _random.Next(5) switch
        {
            0 => $"{Word()}<br>{Word()}",
            1 => $"<p>{Word()}</p><p>{Word()}</p>",
            2 => $"<ul><li>{Word()}</li><li>{Word()}</li></ul>",
            _ => Words(1, 3),
        };

    private string Inlines() =>
        string.Join(
            ' ',
            Times(
                1,
                6,
                () =>
                    _random.Next(16) switch
                    {
                        0 => $"<b>{Words(1, 2)}</b>",
                        1 => $"<a href=\"https://example.org/{_random.Next(100)}\">{Words(1, 3)}</a>",
                        2 => $"<code>{Word()}</code>",
                        3 => $"{Word()}<sup>{_random.Next(2, 9)}</sup>",
                        4 => $"{Word()}<sub>2</sub>",
                        5 => $"<del data-out>{Word()}</del> <ins>{Word()}</ins>",
                        6 => $"<span>{Word()}</span><span>{Word()}</span>",
                        7 => $"{Word()}&shy;{Word()}",
                        8 => $"<em>{Word()}</em>, <abbr title=\"{Word()}\">{Word()}</abbr>.",
                        9 => $"<q>{Words(1, 3)}</q>",
                        10 => $"<kbd>{Word()}</kbd>+<kbd>{Word()}</kbd>",
                        _ => Words(1, 6),
                    }
            )
        );

    private string Sentence() => Words(4, 12) + ".";

    private string Words(int least, int most) => string.Join(' ', Times(least, most, Word));

    private string Word()
    {
        while (true)
        {
            var word = string.Concat(
                Times(2, 4, () => $"{Consonants[_random.Next(Consonants.Length)]}{Vowels[_random.Next(Vowels.Length)]}")
            );
            if (_said.Add(word + "x"))
                return word + "x";
        }
    }

    private IEnumerable<string> Times(int least, int most, Func<string> make) =>
        Enumerable.Range(0, _random.Next(least, most + 1)).Select(_ => make()).ToList();

    private string Maybe(string part) => _random.Next(2) == 0 ? part : "";

    private string Pick(params string[] parts) => parts[_random.Next(parts.Length)];
}
