using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using ChatBot.Bot.Channels;
using ChatBot.Bot.Turns.Receiving;
using ChatBot.Bot.Turns.Undelivered;
using ChatBot.Knowledge.Indexing;
using ChatBot.TestKit.Hosting;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;

namespace ChatBot.Bot.Tests.Hosting;

/// <summary>
/// One company's words are asked for through every endpoint that the application has, in the name of another: the list comes from
/// the router, so an endpoint added tomorrow is tried as well.
/// </summary>
public sealed class WorkspaceIsolationTests : IAsyncLifetime
{
    private const string Owner = "acme";
    private const string Stranger = "umbrella";
    private const string Secret = "quetzalcoatlus";
    private const string Question = "How do I calibrate the pressure gauge of the warehouse?";

    private BotApp _bot = null!;
    private HttpClient _admin = null!;
    private List<string> _ids = [];

    [Fact]
    public async Task What_one_workspace_holds_cannot_be_had_or_changed_through_any_endpoint_by_another()
    {
        var before = await OwnersStateAsync();
        Assert.Contains(Secret, before);

        var strangers = await TryEverythingAsync(Stranger);
        Assert.DoesNotContain(strangers, tried => tried.Response.Contains(Secret, StringComparison.Ordinal));
        Assert.Equal(before, await OwnersStateAsync());

        // The same sweep finds it where it may, so the search above looked in the right places.
        var own = await TryEverythingAsync(Owner);
        var found = own.Where(tried => tried.Response.Contains(Secret, StringComparison.Ordinal))
            .Select(tried => tried.Route)
            .Distinct()
            .ToList();
        foreach (
            var route in (string[])
                [
                    "POST /api/ask",
                    "POST /api/similar",
                    "POST /api/admin/training/export",
                    "GET /api/admin/interactions/{id}",
                    "GET /api/admin/corrections",
                ]
        )
            Assert.Contains(route, found);
    }

    public async Task InitializeAsync()
    {
        _bot = await BotApp.StartAsync();
        _admin = _bot.AdminHttp();
        var documents = Directory.CreateDirectory(Path.Combine(_bot.Folder, "acme")).FullName;
        await File.WriteAllTextAsync(
            Path.Combine(documents, "gauge.md"),
            $"# Calibrate the pressure gauge\n\nTo calibrate the pressure gauge of the warehouse, turn the {Secret} valve to the left."
        );
        await _bot.Get<KnowledgeIngestion>().IngestAsync(Owner, documents, [documents]);

        var asked = await AskAsync();
        var correction = await _bot.PostAsync(
            "/api/feedback/correct",
            new
            {
                interactionId = asked,
                user = "ada",
                correctResponse = $"Turn the {Secret} wheel.",
                workspace = Owner,
            }
        );
        await _bot.PostAsync(
            "/api/feedback/submit",
            new
            {
                interactionId = asked,
                user = "ada",
                rating = 5,
                feedbackText = $"{Secret} helped",
                workspace = Owner,
            }
        );
        var pending = await _bot.PostAsync(
            "/api/feedback/correct",
            new
            {
                interactionId = await AskAsync(),
                user = "ada",
                correctResponse = $"Turn the {Secret} lever.",
                workspace = Owner,
            }
        );
        _ids = [asked, Id(correction), Id(pending), await UndeliverableAsync()];
        using var approved = await _admin.PostAsJsonAsync($"/api/admin/corrections/{Id(correction)}/approve?workspace={Owner}", new { });
        approved.EnsureSuccessStatusCode();
        await AskAsync(); // every cache now holds what it ever will

        static string Id(JsonElement proposed) => proposed.GetProperty("correctionId").GetString()!;
    }

    public async Task DisposeAsync()
    {
        _admin.Dispose();
        await _bot.DisposeAsync();
    }

    private async Task<string> AskAsync() => (
            await _bot.PostAsync(
                "/api/ask",
                new
                {
                    question = Question,
                    user = "ada",
                    conversationId = "acme-1",
                    workspace = Owner,
                }
            )
        ).GetProperty("interactionId").GetString()!;

    /// <summary>A message whose channel is gone: it becomes a dead letter.</summary>
    private async Task<string> UndeliverableAsync()
    {
        await _bot.Get<Inbox>().ReceiveAsync(new ChannelMessage("gone", Owner, "e1", "c1", "ada", $"Where is the {Secret}?", "{}"));
        while (true)
        {
            if (await _bot.Get<DeadLetters>().ListAsync(Owner) is [var letter, ..])
                return letter.Id;
            await Task.Delay(50);
        }
    }

    /// <summary>What an admin of the owner sees: whatever a stranger could have changed shows here.</summary>
    private async Task<string> OwnersStateAsync()
    {
        var seen = new List<string>();
        foreach (
            var path in (string[])
                [
                    $"interactions/{_ids[0]}",
                    "corrections",
                    $"corrections/{_ids[2]}",
                    "prompts",
                    "experiments",
                    "models",
                    "improvement/runs",
                    "deadletters",
                    "audit",
                ]
        )
            seen.Add(await _admin.GetStringAsync($"/api/admin/{path}?workspace={Owner}"));
        return string.Join('\n', seen);
    }

    private async Task<List<(string Route, string Response)>> TryEverythingAsync(string workspace)
    {
        var tried = new List<(string, string)>();
        foreach (var endpoint in _bot.Get<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>())
        foreach (var method in endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["GET"]) // without any it takes all
        foreach (var id in endpoint.RoutePattern.Parameters.Count > 0 ? _ids : [""])
            tried.Add(
                (
                    $"{method} /{endpoint.RoutePattern.RawText!.Trim('/')}",
                    await TryAsync(
                        method,
                        PathOf(endpoint.RoutePattern, id),
                        endpoint.Metadata.GetMetadata<IAcceptsMetadata>()?.RequestType,
                        workspace
                    )
                )
            );
        Assert.True(tried.Count > 60, $"only {tried.Count} endpoints were found");
        return tried;
    }

    private static string PathOf(RoutePattern pattern, string id) =>
        "/"
        + string.Join(
            '/',
            pattern.PathSegments.Select(segment =>
                string.Concat(
                    segment.Parts.Select(part =>
                        part switch
                        {
                            RoutePatternLiteralPart literal => literal.Content,
                            RoutePatternParameterPart { Name: "decision" } => "accept",
                            _ => id,
                        }
                    )
                )
            )
        );

    /// <param name="body">Its type; it gets what it knows of what there is for all.</param>
    private async Task<string> TryAsync(string method, string path, Type? body, string workspace)
    {
        using var request = new HttpRequestMessage(
            new HttpMethod(method),
            $"{path}?workspace={workspace}&days=30&count=500&user=ada&subject="
        );
        if (method is not ("GET" or "HEAD"))
            request.Content = JsonContent.Create(
                Fields(workspace)
                    .Where(field =>
                        body?.GetProperties().Any(known => known.Name.Equals(field.Key, StringComparison.OrdinalIgnoreCase)) != false
                    )
                    .ToDictionary()
            );
        request.Content?.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.Authorization = _admin.DefaultRequestHeaders.Authorization;
        using var response = await _bot.Http.SendAsync(request);
        Assert.True(
            (int)response.StatusCode is < 500 or 503,
            $"{method} {path}: {(int)response.StatusCode} {await response.Content.ReadAsStringAsync()}"
        );
        return await response.Content.ReadAsStringAsync();
    }

    private Dictionary<string, object> Fields(string workspace) =>
        new()
        {
            ["workspace"] = workspace,
            ["question"] = Question,
            ["query"] = Question,
            ["text"] = Question,
            ["interactionId"] = _ids[0],
            ["conversationId"] = "acme-1",
            ["user"] = "ada",
            ["channel"] = "api",
            ["thumbs"] = "up",
            ["correctResponse"] = "Ask somebody else.",
            ["format"] = "json",
            ["daysBack"] = 30,
            ["days"] = 30,
            ["mark"] = "miss",
            ["askEvery"] = 3,
        };
}
