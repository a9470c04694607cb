using System.Security.Claims;
using ChatBot.Bot.Hosting.Problems;
using ChatBot.Learning.Audit;
using ChatBot.Learning.Exports;
using ChatBot.Settings;
using ChatBot.Storage;
using Microsoft.Extensions.Options;

namespace ChatBot.Bot.Admin.Api;

/// <summary><c>/api/admin/training</c>: what was learnt, as files for other tools.</summary>
internal static class TrainingEndpoints
{
    /// <summary>Rows of the trainer's data set: approved, or rated this well.</summary>
    private const double TrainerQuality = 0.75;

    public static void MapTraining(this IEndpointRouteBuilder admins)
    {
        var training = admins.MapGroup("/training");
        training
            .MapPost("/export", ExportAsync)
            .WithSummary("Download an export; header X-Export-Manifest holds its counts, filters and hash.");
        training.MapGet("/dataset", DatasetAsync).WithSummary("What the trainer would read, one JSON object a line.");
    }

    internal static async Task<IResult> ExportAsync(
        ExportBody? body,
        ClaimsPrincipal who,
        HttpContext http,
        TrainingExport export,
        AuditLog audit,
        IDatabase database,
        IOptions<DataOptions> data,
        CancellationToken cancel
    )
    {
        if (body is null)
            return RequestBody.Missing();
        var workspace = body.Workspace!;
        if (body.Format is not { } format)
            return Problem.Invalid(ProblemCodes.FormatMissing, $"Send \"format\": one of {ExportFormats.Names}.");
        if (ExportFormats.Read(format) is not { } known)
            return Problem.Invalid(ProblemCodes.UnknownFormat, $"format must be one of {ExportFormats.Names}.");
        if (body.QualityThreshold is < 0 or > 1 or double.NaN)
            return Problem.Invalid(ProblemCodes.ThresholdOutOfRange, "qualityThreshold must be between 0 and 1.");

        var folder = PrivateFiles.MakeFolder(data.Value.PathOf(TrainingExport.Folder)).FullName;
        var path = Path.Combine(folder, Guid.NewGuid().ToString("N"));
        http.Response.OnCompleted(() =>
        {
            File.Delete(path);
            return Task.CompletedTask;
        });
        var manifest = await export.RunAsync(
            new ExportRequest(workspace!, known, body.QualityThreshold, body.ApprovedOnly ?? false),
            path,
            cancel: cancel
        );
        await database.WriteAsync(
            workspace!,
            transaction => audit.WriteAsync(transaction, workspace!, AdminRequest.Actor(who), "training.exported", format, manifest),
            cancel
        );
        http.Response.Headers["X-Export-Manifest"] = WireJson.Write(manifest);
        return TypedResults.PhysicalFile(path, ExportFormats.ContentType(known), $"chatbot-{format}{ExportFormats.Extension(known)}");
    }

    private static async Task<IResult> DatasetAsync(string? workspace, HttpContext http, TrainingRows rows, CancellationToken cancel)
    {
        http.Response.ContentType = "application/x-ndjson";
        await foreach (var row in rows.ReadAsync(new ExportRequest(workspace!, ExportFormat.Jsonl, TrainerQuality), cancel: cancel))
            await http.Response.WriteAsync(WireJson.Write(row) + "\n", cancel);
        return TypedResults.Empty;
    }
}

/// <param name="Format">openai, bedrock_jsonl, preference, openai_preference, json, jsonl, csv or sqlite.</param>
/// <param name="QualityThreshold">0 to 1; left out, unrated answers are included.</param>
public sealed record ExportBody(string? Format, double? QualityThreshold = null, bool? ApprovedOnly = null, string? Workspace = null);
