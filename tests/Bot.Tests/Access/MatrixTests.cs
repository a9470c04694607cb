using System.Net;
using System.Text;
using ChatBot.Bot.Tests.Admin;
using ChatBot.TestKit.Hosting;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Xunit.Abstractions;

namespace ChatBot.Bot.Tests.Access;

/// <summary>
/// Every endpoint that the router has × everybody who may come. What each needs is written down here, not read from the code: an endpoint
/// that is new, or asks for less than before, fails until somebody has decided about it.
/// </summary>
public sealed class MatrixTests(ITestOutputHelper output)
{
    private enum Right
    {
        /// <summary>Verifies by itself, or tells nothing.</summary>
        Anybody,
        PlatformsOnly,
        Asker,
        Reviewer,
        Admin,

        /// <summary>By session, not by key.</summary>
        ReviewPage,
        AdminPage,
    }

    /// <summary>The first line that fits counts.</summary>
    private static readonly (string Path, string? Method, Right Right)[] Decided =
    [
        ("/health", "GET", Right.Anybody),
        ("/ready", null, Right.Anybody),
        ("/documents/{id}", "GET", Right.Anybody),
        ("/sign-in", null, Right.Anybody),
        ("/admin/sign-in", null, Right.Anybody),
        ("/api/messages", "POST", Right.PlatformsOnly),
        ("/slack/*", null, Right.PlatformsOnly),
        ("/", "GET", Right.Asker),
        ("/index.html", "GET", Right.Asker),
        ("/web/*", null, Right.Asker),
        ("/cli/ask", "POST", Right.Anybody),
        ("/api/ask", "POST", Right.Asker),
        ("/api/similar", "POST", Right.Asker),
        ("/api/feedback/*", null, Right.Asker),
        ("/openapi/*", "GET", Right.Asker),
        ("/mcp*", null, Right.Asker),
        ("/api/admin/corrections*", null, Right.Reviewer),
        ("/api/admin/interactions/{id}", "GET", Right.Reviewer),
        ("/api/admin/interactions/{id}/correct", "POST", Right.Reviewer),
        ("/api/admin/*", null, Right.Admin),
        ("/admin/sign-out", null, Right.ReviewPage),
        ("/admin/workspace", null, Right.ReviewPage),
        ("/admin", null, Right.ReviewPage),
        ("/admin/corrections*", null, Right.ReviewPage),
        ("/admin/ratings", null, Right.ReviewPage),
        ("/admin/disliked", null, Right.ReviewPage),
        ("/admin/unanswered", null, Right.ReviewPage),
        ("/admin/interactions/{id}/mark", "POST", Right.AdminPage),
        ("/admin/interactions*", null, Right.ReviewPage),
        ("/admin/{*Rest}", null, Right.ReviewPage), // says that there is nothing
        ("/admin/*", null, Right.AdminPage),
        ("/_framework/*", null, Right.ReviewPage),
    ];

    /// <summary>Asking doors that are about no workspace.</summary>
    private static readonly string[] WithoutWorkspace = ["/", "/index.html", "/web/start", "/web/sign-out", "/openapi", "/mcp"];

    [Fact]
    public async Task Every_endpoint_lets_in_whom_it_should_and_nobody_else()
    {
        await using var bot = await BotApp.StartAsync(
            new Dictionary<string, string?> { ["RateLimits:Burst"] = "10000", ["RateLimits:WrongKeysPerMinute"] = "1000" }
        );
        var callers = new Dictionary<string, (HttpClient Http, Right[] May)>
        {
            ["nobody"] = (bot.From(), [Right.Anybody]),
            ["asker"] = (bot.From(await bot.KeyAsync("asker")), [Right.Anybody, Right.Asker]),
            ["reviewer"] = (bot.From(await bot.KeyAsync("reviewer")), [Right.Anybody, Right.Asker, Right.Reviewer]),
            ["admin"] = (bot.From(await bot.KeyAsync("admin")), [Right.Anybody, Right.Asker, Right.Reviewer, Right.Admin]),
            ["installation's admin"] = (bot.From(bot.AdminKey), [Right.Anybody, Right.Asker, Right.Reviewer, Right.Admin]),
            ["admin of another workspace"] = (bot.From(await bot.KeyAsync("admin", "other")), [Right.Anybody]),
            ["revoked admin"] = (bot.From(await bot.RevokedKeyAsync("admin")), [Right.Anybody]),
            ["made-up key"] = (bot.From("cbk_0123456789ab_" + new string('0', 64)), [Right.Anybody]),
            ["another service's token"] = (bot.From("eyJhbGciOiJub25lIn0.e30."), [Right.Anybody]),
        };
        var wrong = new List<string>();
        foreach (var (path, method, right) in EndpointsOf(bot))
        {
            foreach (var (caller, (http, may)) in callers)
            {
                if (right == Right.PlatformsOnly)
                    continue;
                using var response = await http.SendAsync(Request(path, method));
                var isIn = IsIn(response);
                var expected =
                    may.Contains(right) || (caller == "admin of another workspace" && right == Right.Asker && IsAboutNoWorkspace(path));
                if (isIn != expected || response.StatusCode == HttpStatusCode.InternalServerError)
                    wrong.Add($"{method} {path} ({right}): {caller} got {(int)response.StatusCode}");
            }
            using var rebound = Request(path, method);
            rebound.Headers.Host = "evil.example";
            using var fromHere = await bot.Http.SendAsync(rebound);
            var refused = fromHere.StatusCode == HttpStatusCode.BadRequest && await CodeOf(fromHere) == "unknown_host";
            if (refused != (right != Right.PlatformsOnly))
                wrong.Add($"{method} {path}: a foreign host name got {(int)fromHere.StatusCode}");
        }
        foreach (var (http, _) in callers.Values)
            http.Dispose();
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Fact]
    public async Task A_session_opens_pages_and_asking_by_role_and_never_the_admin_API()
    {
        await using var bot = await BotApp.StartAsync();
        var wrong = new List<string>();
        foreach (var role in (string[])["asker", "reviewer", "admin"])
        {
            using var browser = await AdminBrowser.SignedInAsync(bot, await bot.KeyAsync(role), from: Credentials.Elsewhere);
            foreach (var (path, method, right) in EndpointsOf(bot).Where(endpoint => endpoint.Method == "GET"))
            {
                var expected = right switch
                {
                    Right.Anybody or Right.Asker => true,
                    Right.ReviewPage => role is "reviewer" or "admin",
                    Right.AdminPage => role == "admin",
                    _ => false,
                };
                using var response = await browser.GetAsync(Filled(path));
                if (right != Right.PlatformsOnly && IsIn(response) != expected)
                    wrong.Add($"{path} ({right}): {role} got {(int)response.StatusCode}");
            }
        }
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    /// <summary>Endpoints whose body names the workspace; the others refuse a field that they do not have.</summary>
    private readonly HashSet<string> _namedInBody = [];

    private IReadOnlyList<(string Path, string Method, Right Right)> EndpointsOf(BotApp bot)
    {
        var found = new List<(string, string, Right)>();
        foreach (var endpoint in bot.Get<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>())
        {
            var path = "/" + endpoint.RoutePattern.RawText!.Trim('/');
            if (endpoint.Metadata.GetMetadata<IAcceptsMetadata>()?.RequestType?.GetProperty("Workspace") is not null)
                _namedInBody.Add(path);
            foreach (var method in endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["GET"])
            {
                var decided = Decided.FirstOrDefault(line =>
                    (line.Method is null || line.Method == method)
                    && (line.Path.EndsWith('*') ? path.StartsWith(line.Path[..^1], StringComparison.Ordinal) : line.Path == path)
                );
                Assert.True(decided.Path is not null, $"Nobody has decided who may {method} {path}.");
                output.WriteLine($"{method, -7} {path, -55} {decided.Right}");
                found.Add((path, method, decided.Right));
            }
        }
        Assert.True(found.Count > 60, $"{found.Count} endpoints");
        return found;
    }

    private static bool IsAboutNoWorkspace(string path) => WithoutWorkspace.Any(known => path == known || path.StartsWith(known + "/"));

    private HttpRequestMessage Request(string path, string method)
    {
        var request = new HttpRequestMessage(new HttpMethod(method), Filled(path) + "?workspace=default");
        if (method is "POST" or "PUT")
            request.Content = new StringContent(
                _namedInBody.Contains(path) ? "{\"workspace\":\"default\"}" : "{}",
                Encoding.UTF8,
                "application/json"
            );
        return request;
    }

    private static string Filled(string path) =>
        string.Join('/', path.Replace("{documentName}", "v1").Split('/').Select(part => part.StartsWith('{') ? "x" : part));

    /// <summary>Whatever the endpoint then says of the request itself.</summary>
    private static bool IsIn(HttpResponseMessage response) =>
        response.StatusCode is not (HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden)
            && !(response.StatusCode == HttpStatusCode.Redirect && response.Headers.Location!.OriginalString.Contains("/sign-in"))
        || response.RequestMessage!.RequestUri!.AbsolutePath.StartsWith("/documents/");

    private static async Task<string?> CodeOf(HttpResponseMessage response)
    {
        var text = await response.Content.ReadAsStringAsync();
        return text.StartsWith('{') ? System.Text.Json.JsonDocument.Parse(text).RootElement.GetProperty("code").GetString() : null;
    }
}
