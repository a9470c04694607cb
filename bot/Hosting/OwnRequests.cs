using System.Net;
using System.Net.Mime;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;

namespace ChatBot.Bot.Hosting;

/// <summary>
/// Requests that the program sends itself: all that is made when a request first comes in is made before anybody's does.
/// </summary>
internal sealed class OwnRequests(
    IServiceScopeFactory scopes,
    IOptions<JsonOptions> json,
    IHostApplicationLifetime life,
    IServer server,
    IOptions<WebOptions> web
)
{
    private RequestDelegate? _doors;

    /// <summary>They come in here.</summary>
    public void Enter(WebApplication app) => app.Use(next => _doors = next);

    /// <summary>Whether a request is one of these: nothing that comes by a network can carry the mark.</summary>
    public static bool Is(HttpContext context) => context.Features.Get<Mark>() is not null;

    /// <summary>
    /// Sends <c>{}</c> the way of everybody's requests, by the network and with no right to anything: what the server makes for the first
    /// one is made, and the response says what is missing. Where this machine has no address for it, nothing is sent.
    /// </summary>
    /// <returns>The first line of the response.</returns>
    public async Task<string?> KnockAsync(string path, CancellationToken cancel)
    {
        if (OwnAddress.Of(server, web.Value) is not { } address)
            return null;
        var own = new Uri(address);
        using var client = new TcpClient();
        await client.ConnectAsync(own.Host, own.Port, cancel);
        await using var stream = client.GetStream();
        await stream.WriteAsync(
            Encoding.ASCII.GetBytes(
                $"POST {path} HTTP/1.1\r\nHost: {own.Authority}\r\nContent-Type: {MediaTypeNames.Application.Json}\r\n"
                    + "Content-Length: 2\r\nConnection: close\r\n\r\n{}"
            ),
            cancel
        );
        using var response = new StreamReader(stream, Encoding.ASCII);
        var status = await response.ReadLineAsync(cancel);
        await response.ReadToEndAsync(cancel);
        return status;
    }

    /// <summary>Past no network. Waits until the doors are open.</summary>
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
