using System.Globalization;
using ChatBot.Bot.Access;
using ChatBot.Bot.Access.SignIn;
using ChatBot.Bot.Admin.Api;
using ChatBot.Bot.Hosting.Problems;
using ChatBot.Learning.Audit;
using ChatBot.Learning.Exports;
using ChatBot.Settings;
using ChatBot.Storage;
using Microsoft.Extensions.Options;

namespace ChatBot.Bot.Admin.Pages.Exports;

/// <summary>The file that the exports page asks for: the same as <c>POST /api/admin/training/export</c> gives.</summary>
internal static class ExportDownload
{
    public const string Address = "/admin/exports/download";

    public static void MapExportDownload(this WebApplication app) =>
        app.MapPost(Address, SendAsync)
            .RequireAuthorization(Doors.AdminPages)
            .AddEndpointFilter(SessionEndpoints.CheckTokenAsync)
            .ExcludeFromDescription();

    private static async Task<IResult> SendAsync(
        HttpContext http,
        TrainingExport export,
        AuditLog audit,
        IDatabase database,
        IOptions<DataOptions> data
    )
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var said = form["qualityThreshold"].ToString().Trim().Replace(',', '.');
        var quality = double.TryParse(said, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : (double?)null;
        if (said.Length > 0 && quality is null)
            return Problem.Invalid(ProblemCodes.ThresholdOutOfRange, "The quality must be a number between 0 and 1, such as 0.75.");
        var body = new ExportBody(form["format"], quality, form["approvedOnly"] == "true", PersonSession.WorkspaceOf(http.User));
        return await TrainingEndpoints.ExportAsync(body, http.User, http, export, audit, database, data, http.RequestAborted);
    }
}
