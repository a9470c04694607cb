using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace ChatBot.TestKit.Models;

/// <summary>A request as it arrived.</summary>
/// <param name="Key">The key, from either header that carries one; empty without.</param>
public sealed record ModelRequest(string Path, string Key, JsonElement Body)
{
    public string Model => Body.GetProperty("model").GetString()!;

    public bool Streams => Body.TryGetProperty("stream", out var stream) && stream.GetBoolean();

    /// <summary>The last message, in most cases the prompt with the question.</summary>
    public string Asked => Body.GetProperty("messages").EnumerateArray().Last().GetProperty("content").ToString();
}

/// <summary>
/// A server on this machine that speaks <c>/v1/chat/completions</c>, plain and streaming, says what it was told to say, and notes what it
/// was asked. Replies of <see cref="Script"/> come first, one a request; then <see cref="Reply"/> decides.
/// </summary>
public sealed class ScriptedModelServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<ModelReply> _script = new();
    private readonly ConcurrentQueue<ModelRequest> _requests = new();
    private int _underway;

    private ScriptedModelServer(WebApplication app) => _app = app;

    /// <summary>For <c>Model:Endpoint</c>.</summary>
    public string Endpoint => _app.Urls.Single() + "/v1";

    public Func<ModelRequest, ModelReply> Reply { get; set; } = _ => ModelReply.Says("Use git revert [1].");

    public IReadOnlyList<ModelRequest> Requests => [.. _requests];

    /// <summary>The most requests that were underway at once.</summary>
    public int MostAtOnce { get; private set; }

    public static async Task<ScriptedModelServer> StartAsync(int port = 0)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
        var app = builder.Build();
        var server = new ScriptedModelServer(app);
        app.MapPost("/{**path}", server.AnswerAsync);
        await app.StartAsync();
        return server;
    }

    public ScriptedModelServer Script(params IEnumerable<ModelReply> replies)
    {
        foreach (var reply in replies)
            _script.Enqueue(reply);
        return this;
    }

    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource(TimeSpan.Zero); // whoever stalls is not waited for
        await _app.StopAsync(now.Token);
        await _app.DisposeAsync();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        using var body = await JsonDocument.ParseAsync(context.Request.Body);
        var bearer = context.Request.Headers.Authorization.ToString().Replace("Bearer ", "", StringComparison.Ordinal);
        var key = bearer.Length > 0 ? bearer : context.Request.Headers["api-key"].ToString();
        var request = new ModelRequest(context.Request.Path, key, body.RootElement.Clone());
        lock (_script)
            MostAtOnce = Math.Max(MostAtOnce, ++_underway);
        _requests.Enqueue(request);
        try
        {
            await SendAsync(context, request, _script.TryDequeue(out var scripted) ? scripted : Reply(request));
        }
        catch (Exception gone) when (gone is OperationCanceledException or IOException)
        {
            context.Abort(); // the client left
        }
        finally
        {
            lock (_script)
                _underway--;
        }
    }

    private async Task SendAsync(HttpContext context, ModelRequest request, ModelReply reply)
    {
        var cancel = context.RequestAborted;
        await Task.Delay(reply.Delay, cancel);
        var spoken = reply.Body is null && reply.Status == 200;
        context.Response.StatusCode = reply.Status;
        context.Response.ContentType = reply.ContentType ?? (spoken && request.Streams ? "text/event-stream" : "application/json");
        foreach (var (name, value) in reply.Headers)
            context.Response.Headers[name] = value;

        IEnumerable<ReadOnlyMemory<byte>> pieces =
            reply.Noise > 0 ? Noise(reply.Noise)
            : !spoken ? Tenths(reply.Body ?? "")
            : request.Streams ? Events(request, reply)
            : Tenths(Completion(request, reply));
        if (reply.End != BodyEnd.Whole)
            pieces = [.. pieces.ToList() is var all ? all.Take((all.Count + 1) / 2) : []];
        var first = true;
        foreach (var piece in pieces)
        {
            cancel.ThrowIfCancellationRequested();
            if (!first)
                await Task.Delay(reply.Pause, cancel);
            first = false;
            await context.Response.Body.WriteAsync(piece, cancel);
            await context.Response.Body.FlushAsync(cancel);
        }
        if (reply.End == BodyEnd.Stalls)
            await Task.Delay(Timeout.InfiniteTimeSpan, cancel);
        if (reply.End != BodyEnd.IsCut)
            return;
        await Task.Delay(reply.Pause, cancel); // without one, the client may lose what is on its way too
        context.Abort();
    }

    private static string Completion(ModelRequest request, ModelReply reply)
    {
        var (asked, said) = (Tokens(request.Asked), Tokens(reply.Text));
        return JsonSerializer.Serialize(
            new
            {
                id = "c1",
                @object = "chat.completion",
                created = 1,
                model = request.Model,
                choices = new[]
                {
                    new
                    {
                        index = 0,
                        message = new { role = "assistant", content = reply.Text },
                        finish_reason = reply.FinishReason,
                    },
                },
                usage = new
                {
                    prompt_tokens = asked,
                    completion_tokens = said,
                    total_tokens = asked + said,
                },
            }
        );
    }

    private static IEnumerable<ReadOnlyMemory<byte>> Events(ModelRequest request, ModelReply reply)
    {
        var words = reply.Text.Length == 0 ? [] : reply.Text.Split(' ').Select((word, index) => index == 0 ? word : " " + word);
        foreach (var word in words)
            yield return Event(request, new { content = word }, null);
        yield return Event(request, new { }, reply.FinishReason);
        yield return Encoding.UTF8.GetBytes("data: [DONE]\n\n");
    }

    private static ReadOnlyMemory<byte> Event(ModelRequest request, object delta, string? finish)
    {
        var chunk = new
        {
            id = "c1",
            @object = "chat.completion.chunk",
            created = 1,
            model = request.Model,
            choices = new[]
            {
                new
                {
                    index = 0,
                    delta,
                    finish_reason = finish,
                },
            },
        };
        return Encoding.UTF8.GetBytes($"data: {JsonSerializer.Serialize(chunk)}\n\n");
    }

    private static IEnumerable<ReadOnlyMemory<byte>> Tenths(string body)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        return bytes.Length == 0 ? [] : bytes.Chunk((bytes.Length + 9) / 10).Select(piece => (ReadOnlyMemory<byte>)piece);
    }

    /// <summary>One block again and again, so that it costs no memory here.</summary>
    private static IEnumerable<ReadOnlyMemory<byte>> Noise(long bytes)
    {
        var random = new Random(1);
        var block = new byte[16 * 1024];
        for (var i = 0; i < block.Length; i++)
            block[i] = (byte)random.Next(' ', '~');
        for (long sent = 0; sent < bytes; sent += block.Length)
            yield return block.AsMemory(0, (int)Math.Min(block.Length, bytes - sent));
    }

    /// <summary>Words, for want of a vocabulary.</summary>
    private static int Tokens(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length;
}
