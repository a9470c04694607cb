using ChatBot.Bot.Access;
using ChatBot.Bot.Access.SignIn;
using ChatBot.Bot.Admin.Api;
using Microsoft.AspNetCore.Http.Features;

namespace ChatBot.Bot.Admin.Pages.Knowledge;

/// <summary>Takes the files of the Knowledge page's form, stores them and has them read.</summary>
internal static class UploadEndpoint
{
    public const string Address = "/admin/knowledge/upload";

    public static void MapKnowledgeUpload(this WebApplication app) =>
        app.MapPost(Address, TakeAsync)
            .RequireAuthorization(Doors.AdminPages)
            .AddEndpointFilter(AllowLargeAsync)
            .AddEndpointFilter(SessionEndpoints.CheckTokenAsync)
            .ExcludeFromDescription();

    /// <summary>Before the form is read: other requests of this program are small.</summary>
    private static ValueTask<object?> AllowLargeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        var most = http.RequestServices.GetRequiredService<UploadedKnowledge>().MostBytes;
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
            size.MaxRequestBodySize = most;
        http.Features.Set<IFormFeature>(new FormFeature(http.Request, new FormOptions { MultipartBodyLengthLimit = most }));
        return next(context);
    }

    private static async Task<IResult> TakeAsync(HttpContext http, UploadedKnowledge uploads, RefreshNow refreshing)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var workspace = PersonSession.WorkspaceOf(http.User);
        var refused = await uploads.SaveAsync(workspace, form.Files, http.RequestAborted);
        if (refused.Count < form.Files.Count)
            await refreshing.StartAsync(workspace, uploads.SourceOf(workspace), category: null, AdminRequest.Actor(http.User));
        var query = refused.Select(reason => KeyValuePair.Create("refused", (string?)reason));
        return TypedResults.LocalRedirect(
            "/admin/knowledge" + QueryString.Create(query.Append(new("uploaded", $"{form.Files.Count - refused.Count}")))
        );
    }
}
