using System.Net;
using System.Net.Mime;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;

namespace ChatBot.Bot.Hosting;

/// <summary>
/// Requests that the program sends itself, past no network: all that is made when a request first comes in is made before anybody's does.
/// </summary>
internal sealed class OwnRequests(IServiceScopeFactory scopes, IOptions<JsonOptions> json, IHostApplicationLifetime life)
{
    private RequestDelegate? _doors;

    /// <summary>They come in here.</summary>
    public void Enter(WebApplication app) => app.Use(next => _doors = next);

    /// <summary>Whether a request is one of these: nothing that comes by a network can carry the mark.</summary>
    public static bool Is(HttpContext context) => context.Features.Get<Mark>() is not null;

    /// <summary>Waits until the doors are open.</summary>
    /// <returns>The status of the response.</returns>
    public async Task<int> PostAsync<T>(string path, T body, CancellationToken cancel)
    {
        var open = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var opening = life.ApplicationStarted.Register(open.SetResult);
        await open.Task.WaitAsync(cancel);
        await using var scope = scopes.CreateAsyncScope();
        var context = new DefaultHttpContext { RequestServices = scope.ServiceProvider, RequestAborted = cancel };
        context.Features.Set(Mark.Own);
        context.Features.Set<IHttpRequestBodyDetectionFeature>(Mark.Own);
        context.Connection.RemoteIpAddress = IPAddress.Loopback;
        var (request, bytes) = (context.Request, JsonSerializer.SerializeToUtf8Bytes(body, json.Value.SerializerOptions));
        (request.Method, request.Scheme, request.Host, request.Path) = (HttpMethods.Post, "http", new HostString("localhost"), path);
        (request.ContentType, request.ContentLength, request.Body) = (
            MediaTypeNames.Application.Json,
            bytes.Length,
            new MemoryStream(bytes)
        );
        await _doors!(context);
        return context.Response.StatusCode;
    }

    private sealed class Mark : IHttpRequestBodyDetectionFeature
    {
        public static readonly Mark Own = new();

        public bool CanHaveBody => true;
    }
}
