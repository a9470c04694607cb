using ChatBot.Knowledge.Reading.Html;

namespace ChatBot.Core.Tests.Knowledge.Reading.Html;

public sealed class MainContentTests
{
    private const string Menu = "<ul><li><a href=/a>Home</a><li><a href=/b>Products</a><li><a href=/c>About us</a></ul>";
    private const string Text = "<h1>Leave</h1><p>Everybody has thirty days of leave in a year.</p>";
    private const string Expected = "Everybody has thirty days of leave in a year.";

    [Theory]
    [InlineData($"<nav>{Menu}</nav><main>{Text}</main>")]
    [InlineData($"<div id=menu>{Menu}</div>{Text}")]
    [InlineData($"<table><tr><td>{Menu}<td>{Text}</table>")]
    [InlineData($"<header><a href=/>Contoso</a> intranet</header>{Text}<footer>© Contoso, all rights reserved</footer>")]
    [InlineData($"<article><header><a href=#x>Contents</a></header>{Text}<footer>By <a href=/u>Ann</a></footer></article>")]
    [InlineData($"<a href=#content>Skip to the main content</a><div id=content>{Text}</div><a href=#top>Back to top</a>")]
    [InlineData($"<div class=breadcrumbs><a href=/>Home</a> › <a href=/hr>People</a> › Leave</div>{Text}")]
    [InlineData($"<p><a href=/>Home</a> / <a href=/hr>People</a> / Leave</p>{Text}")]
    [InlineData($"<div class=cookie-consent>We use cookies. <button>Accept all</button> <button>Reject</button></div>{Text}")]
    [InlineData($"<div role=dialog><p>We value your privacy very much.</p></div>{Text}")]
    [InlineData(
        $"<main>{Text}<div class=share>Share: <a href='https://twitter.com/intent/tweet?u=1'>X</a> "
            + "<a href='https://www.facebook.com/sharer/?u=1'>Facebook</a></div></main>"
    )]
    [InlineData($"<main>{Text}<p><a href='https://git.example/docs/edit/main/leave.md'>Edit this page</a></p></main>")]
    [InlineData($"<main><div class=toc><ul><li><a href=#a>One</a><li><a href=#b>Two</a></ul></div>{Text}</main>")]
    [InlineData($"<main><ul><li><a href=#a>One</a><ul><li><a href=#b>Two</a></ul></ul>{Text}</main>")]
    [InlineData($"<main>{Text}<div>Was this page helpful? <button>Yes</button> <button>No</button></div></main>")]
    [InlineData($"<form role=search><label>Search</label><input name=q><button>Go</button></form>{Text}")]
    [InlineData($"<main>{Text}<form>Stay informed <input type=email><button>Subscribe</button></form></main>")]
    [InlineData($"<table><tr><td><a accesskey=p href=/p>Prev</a><td><a accesskey=u href=/u>Up</a><td>Leave</table>{Text}")]
    [InlineData($"<section>{Text}<footer>© 2024 Contoso, all rights of any kind reserved</footer></section>")]
    [InlineData($"<div id=app aria-hidden=true>{Text}</div><div role=alertdialog>Do you agree?</div>")]
    [InlineData($"<div id=app style='visibility: hidden'>{Text}</div>")]
    [InlineData($"<main>{Text}</main><aside><h2>Related</h2>{Menu}</aside>")]
    [InlineData($"<main>{Text}<p><a rel=prev href=/p>Before</a> <a rel=next href=/n>Pensions</a></p></main>")]
    public void Furniture_is_left_out(string body) => Assert.Equal(("Leave", Expected), Read(body));

    [Theory]
    [InlineData("<main><h1>T</h1><p>Text of it.</p><aside><p>Note: not at night.</p></aside></main>", "Text of it.\n\nNote: not at night.")]
    [InlineData("<h1>T</h1><article><h2>A</h2>one</article><article><h2>B</h2>two</article>", "# A\n\none\n\n# B\n\ntwo")]
    [InlineData(
        "<article>short</article><div><h1>T</h1><p>All that this page says stands outside of it.</p></div>",
        "short\n\n# T\n\nAll that this page says stands outside of it."
    )]
    [InlineData("<form action=x><h1>T</h1><p>Text.</p><input type=hidden name=__VIEWSTATE value=abc></form>", "Text.")]
    [InlineData("<header><h1>T</h1><p>Text below the title.</p></header><p>More.</p>", "Text below the title.\n\nMore.")]
    [InlineData("<main></main><div><h1>T</h1><p>The program fills the other place.</p></div>", "The program fills the other place.")]
    [InlineData(
        "<h1>T</h1><ul><li><a href=/1>Form for travel</a><li><a href=/2>Form for leave</a><li><a href=/3>Form for keys</a></ul>",
        "- Form for travel\n- Form for leave\n- Form for keys"
    )]
    [InlineData("<main><h1>T</h1><p>See <a href=#b>below</a>.</p><p id=b>Text.</p></main>", "See below.\n\nText.")]
    [InlineData(
        "<main><h1>T</h1><div class=note-sidebar><p>Ask the desk on level two before you order.</p></div></main>",
        "Ask the desk on level two before you order."
    )]
    [InlineData("<h1>T</h1><p>Ask <a href=/a>Ann</a>, <a href=/b>Ben Ott</a>, <a href=/c>Cleo May</a>.</p>", "Ask Ann, Ben Ott, Cleo May.")]
    [InlineData(
        "<section><footer>Signed by the board of the company, in Bonn.</footer><h1>T</h1>Text.</section>",
        "Signed by the board of the company, in Bonn.\n\n# T\n\nText."
    )]
    public void Content_is_kept_wherever_it_stands(string body, string text) => Assert.Equal(text, Read(body).Text);

    [Theory]
    [InlineData("Leave | Contoso", "<h1>Leave</h1>", "Leave")]
    [InlineData("Contoso Docs – Leave", "<h2>Leave</h2>", "Leave")]
    [InlineData("Leave and absence", "<h1>Leave</h1>", "Leave and absence")]
    [InlineData("", "<h1>Leave</h1>", "Leave")]
    [InlineData("Leave - Contoso</title><meta property=og:title content=Leave><title>", "", "Leave")]
    [InlineData("Leave - Contoso</title><meta property=og:site_name content=Contoso><title>", "", "Leave")]
    [InlineData("", "", "Absence rules")]
    public void A_title_is_the_pages_own(string title, string heading, string expected)
    {
        var html = $"<html><head><title>{title}</title></head><body>{heading}<p>{Expected}</p></body></html>";
        Assert.Equal(expected, Assert.Single(new HtmlReader().ReadText("absence-rules.html", html)).Title);
    }

    [Fact]
    public void A_heading_that_is_not_the_title_is_a_name_of_the_page()
    {
        var html = $"<title>Absence</title><h1>Leave</h1><p>{Expected}</p>";
        var page = Assert.Single(new HtmlReader().ReadText("a.html", html));
        Assert.Equal(("Absence", "Leave"), (page.Title, page.Names));
    }

    [Theory]
    [InlineData("")]
    [InlineData("<p> </p>")]
    [InlineData("<script>a()</script><p hidden>x</p>")]
    public void A_page_without_text_is_no_document(string html) => Assert.Empty(new HtmlReader().ReadText("a.html", html));

    private static (string Title, string Text) Read(string body)
    {
        var page = Assert.Single(new HtmlReader().ReadText("t.html", $"<html><body>{body}</body></html>"));
        return (page.Title, page.Whole());
    }
}
