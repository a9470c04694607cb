using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace ChatBot.TestKit.Models;

/// <param name="Content">As it arrived.</param>
public sealed record UploadedFile(string Id, string Name, string Purpose, string Content);

/// <summary>
/// A server on this machine that speaks OpenAI's <c>/v1/files</c> and <c>/v1/fine_tuning/jobs</c> as its documentation has them: files and
/// jobs are kept, a job ends after some looks at it. Trouble can be ordered: refusals, and answers that never arrive although what was
/// asked for is done.
/// </summary>
public sealed class FineTuningServer : IAsyncDisposable
{
    public const string Key = "sk-of-the-test";

    private readonly WebApplication _app;
    private readonly List<UploadedFile> _files = [];
    private readonly List<(string Id, JsonElement Request)> _jobs = [];
    private readonly ConcurrentDictionary<string, int> _looks = new();
    private readonly ConcurrentQueue<HttpStatusCode> _refusals = new();

    private FineTuningServer(WebApplication app) => _app = app;

    /// <summary>Ends in <c>/v1/</c>.</summary>
    public Uri Address => new(_app.Urls.Single() + "/v1/");

    public IReadOnlyList<UploadedFile> Files => _files;

    /// <summary>What jobs were asked for with.</summary>
    public IReadOnlyList<JsonElement> Jobs => [.. _jobs.Select(job => job.Request)];

    /// <summary>Looks at a job until it has ended.</summary>
    public int LooksUntilEnd { get; init; } = 2;

    /// <summary>How jobs end.</summary>
    public string End { get; set; } = "succeeded";

    /// <summary>Paths, by their end, whose next POST is carried out and never answered.</summary>
    public ConcurrentDictionary<string, bool> Unanswered { get; } = new();

    public static async Task<FineTuningServer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var server = new FineTuningServer(app);
        app.Use(server.GuardAsync);
        app.MapGet("/v1/files", () => List(server._files.Select(Described)));
        app.MapPost("/v1/files", (Delegate)server.UploadAsync);
        app.MapGet("/v1/fine_tuning/jobs", () => List(server._jobs.Select(job => server.Described(job))));
        app.MapPost("/v1/fine_tuning/jobs", (Delegate)server.CreateAsync);
        app.MapGet("/v1/fine_tuning/jobs/{id}", server.Look);
        app.MapGet("/v1/fine_tuning/jobs/{id}/events", (string id) => List([new { message = $"Step {server._looks[id]}: loss=0.5" }]));
        app.MapPost("/v1/fine_tuning/jobs/{id}/cancel", server.Cancel);
        await app.StartAsync();
        return server;
    }

    /// <summary>The next requests get these answers instead.</summary>
    public void Refuse(params IEnumerable<HttpStatusCode> statuses)
    {
        foreach (var status in statuses)
            _refusals.Enqueue(status);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task GuardAsync(HttpContext context, RequestDelegate next)
    {
        if (context.Request.Headers.Authorization != $"Bearer {Key}")
            await Error(context, HttpStatusCode.Unauthorized, "Incorrect API key provided.");
        else if (_refusals.TryDequeue(out var status))
            await Error(context, status, "No, not now.");
        else
            await next(context);
    }

    private static Task Error(HttpContext context, HttpStatusCode status, string message)
    {
        context.Response.StatusCode = (int)status;
        context.Response.Headers.RetryAfter = "0";
        return context.Response.WriteAsJsonAsync(new { error = new { message, type = "error" } });
    }

    private async Task<IResult> UploadAsync(HttpContext context)
    {
        var form = await context.Request.ReadFormAsync();
        using var reader = new StreamReader(form.Files["file"]!.OpenReadStream());
        var file = new UploadedFile(
            $"file-{_files.Count + 1}",
            form.Files["file"]!.FileName,
            form["purpose"].ToString(),
            await reader.ReadToEndAsync()
        );
        _files.Add(file);
        return Answered(context, "files", Described(file));
    }

    private async Task<IResult> CreateAsync(HttpContext context)
    {
        using var body = await JsonDocument.ParseAsync(context.Request.Body);
        var request = body.RootElement.Clone();
        if (_files.All(file => file.Id != request.GetProperty("training_file").GetString()))
            return Results.Json(new { error = new { message = "invalid training_file" } }, statusCode: 400);
        var job = ($"ftjob-{_jobs.Count + 1}", request);
        _jobs.Add(job);
        return Answered(context, "jobs", Described(job));
    }

    private IResult Look(string id)
    {
        _looks.AddOrUpdate(id, 1, (_, looks) => looks + 1);
        return Results.Json(Described(_jobs.Single(job => job.Id == id)));
    }

    private IResult Cancel(string id)
    {
        End = "cancelled";
        _looks[id] = LooksUntilEnd;
        return Results.Json(Described(_jobs.Single(job => job.Id == id)));
    }

    private IResult Answered(HttpContext context, string path, object answer)
    {
        if (!Unanswered.TryRemove(path, out _))
            return Results.Json(answer);
        context.Abort();
        return Results.Empty;
    }

    private static IResult List(IEnumerable<object> data) => Results.Json(new { @object = "list", data });

    private static object Described(UploadedFile file) =>
        new
        {
            id = file.Id,
            @object = "file",
            bytes = System.Text.Encoding.UTF8.GetByteCount(file.Content),
            filename = file.Name,
            purpose = file.Purpose,
        };

    private object Described((string Id, JsonElement Request) job)
    {
        var looks = _looks.GetValueOrDefault(job.Id);
        var status =
            looks >= LooksUntilEnd ? End
            : looks == 0 ? "validating_files"
            : "running";
        return new
        {
            id = job.Id,
            @object = "fine_tuning.job",
            model = job.Request.GetProperty("model").GetString(),
            status,
            training_file = job.Request.GetProperty("training_file").GetString(),
            fine_tuned_model = status == "succeeded" ? $"ft:{job.Request.GetProperty("model").GetString()}:org::{job.Id}" : null,
            error = status == "failed" ? new { code = "exceeded_quota", message = "The job failed: out of credit." } : null,
        };
    }
}
