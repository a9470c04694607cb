using System.Net;
using System.Text;
using System.Text.Json;
using ChatBot.Storage;
using ChatBot.TestKit.Hosting;
using Dapper;

namespace ChatBot.TestKit.Learning;

/// <summary>
/// The running application, shared by a class of tests of the learning loop, with what they all need: ask, look, be refused.
/// </summary>
public sealed class LearningApp : IAsyncLifetime
{
    private HttpClient _admin = null!;

    public BotApp Bot { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Bot = await BotApp.StartAsync();
        _admin = Bot.AdminHttp();
    }

    public async Task DisposeAsync()
    {
        _admin.Dispose();
        await Bot.DisposeAsync();
    }

    public static StringContent Json(string body) => new(body, Encoding.UTF8, "application/json");

    /// <summary>Asks, and returns the interaction's id.</summary>
    public async Task<string> AskAsync(string question, string user) =>
        (await Bot.AskAsync(question, user: user)).GetProperty("interactionId").GetString()!;

    /// <summary>Asks, rates nothing, proposes a better answer, and returns the correction's id.</summary>
    public async Task<string> ProposeAsync(string question, string better)
    {
        var interactionId = await AskAsync(question, "proposer");
        return (
            await Bot.PostAsync(
                "/api/feedback/correct",
                new
                {
                    interactionId,
                    user = "proposer",
                    correctResponse = better,
                }
            )
        ).GetProperty("correctionId").GetString()!;
    }

    /// <summary>Gets as admin.</summary>
    public Task<JsonElement> GetAsync(string path) => SendAsync(HttpMethod.Get, path, null);

    /// <summary>Posts as admin.</summary>
    public Task<JsonElement> PostAsync(string path, object? body = null) =>
        SendAsync(HttpMethod.Post, path, body is null ? null : JsonSerializer.Serialize(body, WireJson.Options));

    /// <summary>Sends as admin what has to be refused; returns the code.</summary>
    public async Task<string> RefusedAsync(HttpMethod method, string path, string? body, HttpStatusCode status)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : Json(body) };
        // Asked first whether it may send, the client hears a refusal before it has sent a megabyte into a closed connection.
        request.Headers.ExpectContinue = body?.Length > 1_000_000;
        using var response = await _admin.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(status == response.StatusCode, $"{(int)response.StatusCode}: {text}");
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        Assert.DoesNotContain("   at ", text);
        return JsonDocument.Parse(text).RootElement.GetProperty("code").GetString()!;
    }

    public async Task<long> CountAsync(string sql)
    {
        await using var connection = await Bot.Get<IDatabase>().OpenAsync(Workspaces.All);
        return await connection.ExecuteScalarAsync<long>(sql);
    }

    private async Task<JsonElement> SendAsync(HttpMethod method, string path, string? body)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : Json(body) };
        using var response = await _admin.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        return response.IsSuccessStatusCode
            ? JsonDocument.Parse(text).RootElement
            : throw new HttpRequestException($"{method} {path} answered {(int)response.StatusCode}: {text}");
    }
}
