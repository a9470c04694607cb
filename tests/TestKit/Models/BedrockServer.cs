using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace ChatBot.TestKit.Models;

/// <summary>
/// A server on this machine that speaks what of S3 and Bedrock fine-tuning needs, as their documentation has it: objects are put, a job is
/// created once for each client token and ends after some looks at it. What is not signed is refused.
/// </summary>
public sealed class BedrockServer : IAsyncDisposable
{
    private const string Arn = "arn:aws:bedrock:eu-west-1:000000000000:model-customization-job/";

    private readonly WebApplication _app;
    private readonly Dictionary<string, string> _objects = [];
    private readonly Dictionary<string, JsonElement> _jobs = [];
    private int _looks;

    private BedrockServer(WebApplication app) => _app = app;

    public Uri Address => new(_app.Urls.Single() + "/");

    /// <summary>By bucket and key.</summary>
    public IReadOnlyDictionary<string, string> Objects => _objects;

    /// <summary>By client token: what jobs were asked for with.</summary>
    public IReadOnlyDictionary<string, JsonElement> Jobs => _jobs;

    /// <summary>The headers of the last request that was signed.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; private set; } = new Dictionary<string, string>();

    /// <summary>Whether the next job is created and its answer lost.</summary>
    public bool Unanswered { get; set; }

    public static async Task<BedrockServer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var server = new BedrockServer(app);
        app.Use(server.GuardAsync);
        app.MapPost("/model-customization-jobs", (Delegate)server.CreateAsync);
        app.MapGet("/model-customization-jobs/{**job}", server.Look);
        app.MapPut("/{**key}", (Delegate)server.PutAsync);
        await app.StartAsync();
        return server;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task GuardAsync(HttpContext context, RequestDelegate next)
    {
        if (context.Request.Headers.Authorization.ToString().StartsWith("AWS4-HMAC-SHA256 Credential=", StringComparison.Ordinal))
        {
            Headers = context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString());
            await next(context);
        }
        else
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
    }

    private async Task<IResult> PutAsync(string key, HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        _objects[key] = await reader.ReadToEndAsync();
        return Results.Ok();
    }

    private async Task<IResult> CreateAsync(HttpContext context)
    {
        using var body = await JsonDocument.ParseAsync(context.Request.Body);
        var token = body.RootElement.GetProperty("clientRequestToken").GetString()!;
        _jobs[token] = body.RootElement.Clone();
        if (!Unanswered)
            return Results.Json(new { jobArn = Arn + token }, statusCode: StatusCodes.Status201Created);
        Unanswered = false;
        context.Abort();
        return Results.Empty;
    }

    private IResult Look(string job)
    {
        var request = _jobs[Uri.UnescapeDataString(job)[Arn.Length..]];
        return ++_looks == 1
            ? Results.Json(new { status = "InProgress" })
            : Results.Json(
                new { status = "Completed", outputModelArn = $"arn:model/{request.GetProperty("customModelName").GetString()}" }
            );
    }
}
