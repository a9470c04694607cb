using System.Text;
using System.Text.RegularExpressions;
using ChatBot.Knowledge.Reading;
using ChatBot.Knowledge.Reading.Html;
using ChatBot.TestKit;

namespace ChatBot.Bot.Tests.Web;

/// <summary>Pages as our reader reads them, against what a browser shows of them.</summary>
public sealed partial class HtmlReadingTests(Chromium chromium) : IClassFixture<Chromium>
{
    private const string Shown =
        "() => { document.querySelectorAll('[data-out]').forEach(e => e.remove());"
        + " return document.querySelector('[data-content]').innerText }";

    [CounterpartFact(Chromium.Variable)]
    public async Task Two_hundred_pages_hold_the_words_that_the_browser_shows_in_its_order()
    {
        var tab = await chromium.OpenAsync("http://localhost");
        var worst = (Seed: 0, Same: 1.0);
        var sum = 0.0;
        for (var seed = 1; seed <= 200; seed++)
        {
            var html = new GeneratedPage(seed).Html;
            await tab.SetContentAsync(html);
            var same = Same(Read(html), await tab.EvaluateAsync<string>(Shown));
            sum += same;
            if (same < worst.Same)
                worst = (seed, same);
        }
        Assert.True(
            sum / 200 >= 0.999 && worst.Same >= 0.99,
            $"{sum / 200:F5} of the words are the same; page {worst.Seed}: {worst.Same:F4}"
        );
    }

    /// <summary>The first heading is the page's title, or a name of it where the title differs.</summary>
    private static string Read(string html)
    {
        var page = new HtmlReader().Read(new FileContent("page.html", "page.html", Encoding.UTF8.GetBytes(html)), _ => { }).Single();
        var text =
            page.Names
            + "\n"
            + string.Join('\n', page.Sections.Select(section => $"{string.Join('\n', section.Headings)}\n{section.Text}"));
        return Target().Replace(text, "]");
    }

    /// <summary>Twice the words that both hold in the same order, by the words of both. A word that is repeated counts once.</summary>
    private static double Same(string ours, string theirs)
    {
        var (a, b) = (Words(ours), Words(theirs));
        var before = new int[b.Count + 1];
        foreach (var word in a)
        {
            var row = new int[b.Count + 1];
            for (var j = 1; j <= b.Count; j++)
                row[j] = b[j - 1] == word ? before[j - 1] + 1 : Math.Max(before[j], row[j - 1]);
            before = row;
        }
        return 2.0 * before[^1] / (a.Count + b.Count);
    }

    /// <summary>The page's words with the sign that is raised or lowered behind them, without marks of lists.</summary>
    private static List<string> Words(string text) =>
        [.. Word().Matches(text.Replace("\u00AD", "")).Select(match => Plain(match.Value)).Distinct()];

    private static string Plain(string word) =>
        string.Concat(
            word.Select(c =>
                "⁰¹²³⁴⁵⁶⁷⁸⁹".IndexOf(c) is >= 0 and var up ? (char)('0' + up)
                : "₀₁₂₃₄₅₆₇₈₉".IndexOf(c) is >= 0 and var down ? (char)('0' + down)
                : c
            )
        );

    [GeneratedRegex("""[a-z]{4,}[0-9⁰¹²³⁴⁵⁶⁷⁸⁹₀₁₂₃₄₅₆₇₈₉]*""")]
    private static partial Regex Word();

    [GeneratedRegex("""\]\(https:[^)]*\)""")]
    private static partial Regex Target();
}
