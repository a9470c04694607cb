using ChatBot.Knowledge.Reading.Markdown;

namespace ChatBot.Core.Tests.Knowledge.Reading.Markdown;

/// <summary>What builders of sites add to Markdown leaves no sign in the text, and no word of the author is lost with it.</summary>
public sealed class SiteSyntaxTests
{
    [Theory]
    [InlineData(
        "!!! note \"Before you start\"\n    Back up **everything**.\n\n    Twice.\n\nGo on.",
        "Before you start: Back up everything.\n\nTwice.\n\nGo on."
    )]
    [InlineData("!!! warning\n    It deletes all.", "Warning: It deletes all.")]
    [InlineData("!!! tip inline end \"Short\"\n\n    Text.", "Short: Text.")]
    [InlineData("!!! note \"\"\n    No title.", "No title.")]
    [InlineData("??? question \"Can I undo it?\"\n    Yes, within a day.", "Can I undo it?\n\nYes, within a day.")]
    [InlineData("???+ info\n    Open.\n", "Open.")]
    [InlineData(
        "=== \"Linux\"\n\n    ```sh\n    apt install x\n    ```\n\n=== \"macOS\"\n\n    Use brew.",
        "Linux:\n\n```sh\napt install x\n```\n\nmacOS: Use brew."
    )]
    [InlineData("- one\n\n    !!! danger \"Stop\"\n        Deep.\n- two", "- one\n  Stop: Deep.\n- two")]
    [InlineData("See [docs](https://x.example/a){ .md-button target=\"_blank\" } now.{: .lead }", "See [docs](https://x.example/a) now.")]
    [InlineData("Text.\n{: .class #id }\n\n--8<-- \"abbr.md\"\n\n--8<--\na.md\n--8<--\n\n[TOC]\n\nEnd.", "Text.\n\nEnd.")]
    [InlineData(":material-check: Done, press ++ctrl+alt+del++ :fontawesome-solid-x: once.", "Done, press `Ctrl+Alt+Del` once.")]
    [InlineData("Costs {--10--}{++12++} euros, {~~old~>new~~} {==marked==}{>>why<<}.", "Costs 12 euros, new marked.")]
    [InlineData("The HTML page.\n\n*[HTML]: Hyper Text Markup Language", "The HTML page.\n\nHTML: Hyper Text Markup Language")]
    [InlineData("Term\n:   What it means.\n\nOther\n:   More.", "Term: What it means.\n\nOther: More.")]
    public void Of_mkdocs(string text, string expected) => Reads("page.md", text, expected);

    [Theory]
    [InlineData(":::tip Remember\nKeep it.\n:::", "Remember: Keep it.")]
    [InlineData(":::warning[Read *this*]\nKeep it.\n:::", "Read this: Keep it.")]
    [InlineData(":::caution\nKeep it.\n:::\nAfter.", "Caution: Keep it.\n\nAfter.")]
    [InlineData("::::info\n:::note\nInner.\n:::\nOuter.\n::::", "Inner.\n\nOuter.")]
    [InlineData("::: details Why so?\nBecause.\n:::", "Why so?\n\nBecause.")]
    [InlineData("::: {.callout-note title=\"Quarto\"}\nText.\n:::", "Quarto: Text.")]
    [InlineData("import Tabs from '@theme/Tabs';\nimport {\n  A,\n  B\n} from \"../b\";\n\nText.", "Text.")]
    [InlineData(
        "<Tabs\n  groupId=\"os\"\n  values={[\n    {label: 'Linux', value: 'l'},\n    {label: 'Windows', value: 'w'},\n  ]}>\n"
            + "<TabItem value=\"l\">\n\nUse apt.\n\n</TabItem>\n<TabItem value=\"w\">\n```sh\nchoco x\n```\n</TabItem>\n</Tabs>",
        "Linux: Use apt.\n\nWindows:\n\n```sh\nchoco x\n```"
    )]
    [InlineData("<Tabs items={['npm', 'yarn']}>\n<Tab>A</Tab>\n<Tab>B</Tab>\n</Tabs>", "npm: A\n\nyarn: B")]
    [InlineData("<Card title=\"Billing\" description=\"How we bill.\" href=\"/billing\" />", "Billing: How we bill.")]
    [InlineData("<Faq question=\"Who pays?\">\n  The team pays.\n</Faq>", "Who pays?\n\nThe team pays.")]
    [InlineData("<Admonition type=\"danger\" title=\"Hot\">\nDo not touch.\n</Admonition>", "Hot: Do not touch.")]
    [InlineData("<Callout type=\"warning\">Mind it.</Callout>", "Warning: Mind it.")]
    [InlineData("{/* a comment\n\nover lines */}\nText {/* more */}here.", "Text here.")]
    [InlineData("The <Term id=\"x\">lag</Term> is small. <Badge text=\"beta\" />", "The lag is small. beta")]
    [InlineData("## Head {#own-id}\n\nText.", "# Head\n\nText.")]
    [InlineData("<DocCardList />\n\nText.", "Text.")]
    [InlineData("```yaml title=\"config.yaml\"\na: 1\n```", "config.yaml:\n\n```yaml\na: 1\n```")]
    public void Of_docusaurus(string text, string expected) => Reads("page.md", text, expected);

    [Theory]
    [InlineData(
        "export const x = {\n  a: 1,\n};\n\nVersion {props.version} of <>all</> {'things'}{' '}here.",
        "Version of all things here."
    )]
    [InlineData("<div style={{color: 'red', margin: 1}} onClick={() => go()}>\n  <b>Red</b> text.\n</div>", "Red text.")]
    [InlineData("A <span style={{color: 'red'}}>red</span> word.", "A red word.")]
    public void Of_mdx(string text, string expected) => Reads("page.mdx", text, expected);

    [Theory]
    [InlineData("{{< note >}}\nMind it.\n{{< /note >}}", "Mind it.")]
    [InlineData("{{% notice warning \"Read this first\" %}}\nIt burns.\n{{% /notice %}}", "Read this first: It burns.")]
    [InlineData(
        "{{< tabs >}}\n{{< tab \"Linux\" >}}\nA\n{{< /tab >}}\n{{% tab name=\"Windows\" %}}B{{% /tab %}}\n{{< /tabs >}}",
        "Linux: A\n\nWindows: B"
    )]
    [InlineData("A {{< glossary_tooltip text=\"pod\" term_id=\"pod\" >}} runs. {{</* hidden */>}}", "A pod runs.")]
    [InlineData("{{< figure src=\"a.png\" caption=\"How data flows\" >}}", "How data flows")]
    [InlineData("See [the guide]({{< ref \"guide.md\" >}}) and [more]({{ site.baseurl }}/x).", "See the guide and more.")]
    [InlineData("{{< highlight go >}}\nfmt.Println(\"{{< x >}}\")\n{{< /highlight >}}", "```go\nfmt.Println(\"{{< x >}}\")\n```")]
    public void Of_hugo(string text, string expected) => Reads("page.md", text, expected);

    [Theory]
    [InlineData("{% include note.html content=\"Ask first.\" %}\n\n{% if page.beta %}\nIn beta.\n{% endif %}", "Ask first.\n\nIn beta.")]
    [InlineData("{% highlight sh %}\nrm -r x\n{% endhighlight %}", "```sh\nrm -r x\n```")]
    [InlineData("{% raw %}Use {{ name }} here.{% endraw %}", "Use {{ name }} here.")]
    [InlineData(
        "Before {% comment %} x {% endcomment %}\n\n{% comment %}\nhidden\n{% endcomment %}\n\nAfter {{ page.title }}.",
        "Before\n\nAfter ."
    )]
    [InlineData("{% hint style=\"warning\" %}\nHot.\n{% endhint %}", "Warning: Hot.")]
    [InlineData("{% tabs %}\n{% tab title=\"Mac\" %}\nA\n{% endtab %}\n{% endtabs %}", "Mac: A")]
    public void Of_liquid(string text, string expected) => Reads("page.md", "---\nlayout: x\n---\n" + text, expected);

    [Theory]
    [InlineData("> [!WARNING]\n> It burns.", "Warning: It burns.")]
    [InlineData("> [!note]- A title\n> Text.", "A title: Text.")]
    [InlineData("> Said by `x`.", "Said by `x`.")]
    [InlineData("See [[Some Page|the page]] and [[Other]].", "See the page and Other.")]
    [InlineData("- [x] done\n- [ ] open", "- [x] done\n- [ ] open")]
    [InlineData("[![build](https://img.shields.io/x.svg)](https://ci.example) ![](a.png) ![a.png](a.png)\n\nText :rocket:", "Text 🚀")]
    public void Of_github_and_wikis(string text, string expected) => Reads("page.md", text, expected);

    [Theory]
    [InlineData("```md\n!!! note\n:::tip\n<Tabs>\n{% if %}\n--8<-- \"x\"\nimport a from 'b'\n```")]
    [InlineData("Write `:::tip`, `{% if %}`, `<Tabs>`, `{{< x >}}`, `{#id}`, `++ctrl++` and `:material-x:`.")]
    public void Code_is_never_touched(string text) => Reads("page.mdx", text, text);

    [Theory]
    [InlineData(
        "<Enter> confirms, <Esc> ends.\n\nSend it to <your name> or <name>.",
        "<Enter> confirms, <Esc> ends.\n\nSend it to <your name> or <name>."
    )]
    [InlineData("A List<String> and a Map<K, V>.", "A List<String> and a Map<K, V>.")]
    [InlineData("Use the path /users/{id}/{name} of C++11 and C++14.", "Use the path /users/{id}/{name} of C++11 and C++14.")]
    [InlineData(
        "2^10 and 2^20, x==1 and y==2, ~5 and ~10, std::vector::iterator.",
        "2^10 and 2^20, x==1 and y==2, ~5 and ~10, std::vector::iterator."
    )]
    [InlineData("10^6^ and H~2~O, ~~gone~~ ~also gone~ kept, 10<sup>6</sup>.", "10⁶ and H₂O, kept, 10⁶.")]
    [InlineData("It costs $5 and not $10.", "It costs $5 and not $10.")]
    public void Signs_that_are_meant_stay(string text, string expected) => Reads("page.md", text, expected);

    private static void Reads(string name, string text, string expected)
    {
        var page = Assert.Single(new MarkdownReader().ReadText(name, text));
        Assert.Equal(expected, page.Whole());
    }
}
