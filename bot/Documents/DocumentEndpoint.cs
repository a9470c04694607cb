using ChatBot.Bot.Hosting.Limits;
using ChatBot.Knowledge.Indexing;
using ChatBot.Storage;
using Microsoft.AspNetCore.Http.HttpResults;

namespace ChatBot.Bot.Documents;

/// <summary>Opens a document for who was given an answer from it.</summary>
public static class DocumentEndpoint
{
    /// <summary>Passages on a page, those before the one that is asked for among them.</summary>
    private const int Before = 30;
    private const int PageSize = 120;

    public static IServiceCollection AddDocuments(this IServiceCollection services) =>
        services.AddSingleton<DocumentKey>().AddSingleton<SourceLinks>();

    public static void MapDocuments(this WebApplication app) =>
        app.MapGet(SourceLinks.Address + "{id}", OpenAsync)
            .AllowAnonymous() // the link itself is the right
            .RequireRateLimiting(LimitsRegistration.People)
            .ExcludeFromDescription();

    private static async Task<IResult> OpenAsync(
        string id,
        string? key,
        string? workspace,
        int? at,
        HttpContext http,
        DocumentKey keys,
        SourceLinks links,
        KnowledgeDocuments documents,
        CancellationToken cancel
    )
    {
        http.Response.Headers.CacheControl = "private, no-cache";
        http.Response.Headers["X-Robots-Tag"] = "noindex";
        workspace ??= Workspaces.Default;
        if (!keys.Opens(workspace, id, key ?? ""))
            return Refused(
                StatusCodes.Status403Forbidden,
                "This link does not open",
                $"Links to documents come with answers and open for {DocumentKey.Days} days. Ask again, and the answer has a new one."
            );
        if (await documents.FindAsync(workspace, id, cancel) is not { } document)
            return Refused(
                StatusCodes.Status404NotFound,
                "This document is gone",
                "It is not among the documents any more, so nothing is answered from it either."
            );
        if (OriginalFile.Of(document) is { } file)
        {
            // Viewers of PDF are pages of the browser's own: our policy for pages would keep them from loading.
            http.Response.Headers.ContentSecurityPolicy = "frame-ancestors 'none'";
            return TypedResults.PhysicalFile(file, "application/pdf", enableRangeProcessing: true);
        }
        var first = Math.Max(0, (at ?? 0) - Before);
        var passages = await documents.PassagesAsync(workspace, id, first, PageSize + 1, cancel);
        return new RazorComponentResult<DocumentView>(
            new Dictionary<string, object?>
            {
                [nameof(DocumentView.Title)] = document.Title,
                [nameof(DocumentView.Place)] = document.Uri,
                [nameof(DocumentView.Pieces)] = DocumentPiece.Of(passages.Take(PageSize), first, at ?? -1),
                [nameof(DocumentView.Earlier)] = first > 0 ? links.Of(workspace, id, Math.Max(0, first - PageSize + Before)) : null,
                [nameof(DocumentView.Later)] = passages.Count > PageSize ? links.Of(workspace, id, first + PageSize + Before) : null,
            }
        );
    }

    private static RazorComponentResult<DocumentView> Refused(int status, string title, string why) =>
        new(new Dictionary<string, object?> { [nameof(DocumentView.Title)] = title, [nameof(DocumentView.Refusal)] = why })
        {
            StatusCode = status,
        };
}
