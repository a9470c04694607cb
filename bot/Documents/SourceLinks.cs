using System.Globalization;
using ChatBot.Answering;
using ChatBot.Bot.Hosting;
using ChatBot.Storage;
using Microsoft.Extensions.Options;

namespace ChatBot.Bot.Documents;

/// <summary>Where an answer's sources open: at the page, the section or the words that were quoted.</summary>
public sealed class SourceLinks(DocumentKey key, IOptions<WebOptions> web)
{
    /// <summary>Where documents are shown.</summary>
    public const string Address = "/documents/";

    /// <summary>For readers of pages that this program serves.</summary>
    public Answer Here(string workspace, Answer answer) => answer with { Sources = Here(workspace, answer.Sources) };

    /// <inheritdoc cref="Here(string, Answer)"/>
    public IReadOnlyList<Source> Here(string workspace, IReadOnlyList<Source> sources) => Linked(workspace, sources, "");

    /// <summary>For readers of messages elsewhere: without <c>Web:PublicAddress</c> only web pages are linked.</summary>
    public Answer Elsewhere(string workspace, Answer answer) => answer with { Sources = Linked(workspace, answer.Sources, PublicAddress) };

    /// <summary>A page of this server for readers elsewhere; null without <c>Web:PublicAddress</c>.</summary>
    public string? PageElsewhere(string path) => PublicAddress is { } address ? address + path : null;

    private string? PublicAddress => web.Value.PublicAddress is { Length: > 0 } address ? address.TrimEnd('/') : null;

    private IReadOnlyList<Source> Linked(string workspace, IReadOnlyList<Source> sources, string? address) =>
        [
            .. sources.Select(source =>
                source with
                {
                    Link =
                        WebPage(source.Uri) is { } page ? At(page, source)
                        : address is null || source.DocumentId.Length == 0 ? null
                        : address + Shown(workspace, source),
                }
            ),
        ];

    /// <summary>The address where it is a web page's; null for all else.</summary>
    internal static Uri? WebPage(string uri) =>
        Uri.TryCreate(uri, UriKind.Absolute, out var page) && page.Scheme is "http" or "https" ? page : null;

    private static string At(Uri page, Source source)
    {
        if (source.Page is { } number && IsPdf(page.AbsolutePath))
            return page.GetLeftPart(UriPartial.Query) + OfPage(number);
        var fragment = TextFragment.Of(source.Quote);
        return page.AbsoluteUri + (fragment.Length > 0 && page.Fragment.Length == 0 ? "#" : "") + fragment;
    }

    private string Shown(string workspace, Source source)
    {
        var opened = Of(workspace, source.DocumentId, source.Ordinal);
        return source.Page is { } number && IsPdf(source.Uri)
            ? opened + OfPage(number)
            : $"{opened}#{AnchorOf(source.Ordinal)}{TextFragment.Of(source.Quote)}";
    }

    /// <summary>A document from about a passage on, as a path on this server.</summary>
    internal string Of(string workspace, string document, int ordinal) =>
        Address
        + Uri.EscapeDataString(document)
        + QueryString.Create(
            new Dictionary<string, string?>
            {
                ["key"] = key.Of(workspace, document),
                ["at"] = ordinal.ToString(CultureInfo.InvariantCulture),
                ["workspace"] = workspace == Workspaces.Default ? null : workspace,
            }.Where(part => part.Value is not null)
        );

    internal static string AnchorOf(int ordinal) => $"passage-{ordinal}";

    /// <summary>Viewers of PDF know this one; the page that shows a document's text has it too.</summary>
    internal static string OfPage(int number) => $"#page={number}";

    internal static bool IsPdf(string name) => name.EndsWith(".pdf", StringComparison.OrdinalIgnoreCase);
}
