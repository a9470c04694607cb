using System.Text.RegularExpressions;
using ChatBot.Bot.Access.SignIn;
using ChatBot.Bot.Channels;
using ChatBot.Privacy;
using ChatBot.TestKit;
using ChatBot.TestKit.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace ChatBot.Bot.Tests.Readmes;

/// <summary>Endpoints, channels and shared keys of the running bot are those that the READMEs name.</summary>
public sealed partial class DoorTests(DoorTests.Fixture fixture) : IClassFixture<DoorTests.Fixture>
{
    public sealed class Fixture : IAsyncLifetime
    {
        public BotApp Bot { get; private set; } = null!;

        public async Task InitializeAsync() => Bot = await BotApp.StartAsync();

        public async Task DisposeAsync() => await Bot.DisposeAsync();
    }

    [SourceFact]
    public void Every_endpoint_that_a_readme_names_is_there()
    {
        var routes = fixture
            .Bot.Get<EndpointDataSource>()
            .Endpoints.OfType<RouteEndpoint>()
            .Select(endpoint =>
                (
                    Path: $"/{endpoint.RoutePattern.RawText!.Trim('/')}",
                    Methods: endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods
                )
            )
            .ToList();
        var named = Readme
            .All()
            .SelectMany(readme =>
                Called()
                    .Matches(readme.Text)
                    .Concat(Named().Matches(readme.Text))
                    .Select(match => (readme.Path, Method: match.Groups["method"].Value, Route: match.Groups["route"].Value))
            )
            .Distinct()
            .ToList();

        Assert.True(named.Count(name => name.Method.Length > 0) > 12, $"{named.Count} endpoints are named");
        Assert.Equal(
            [],
            named.Where(name =>
                !routes.Any(route =>
                    name.Method.Length == 0
                        ? Fits(route.Path, name.Route) || route.Path.StartsWith(name.Route.TrimEnd('/') + "/", StringComparison.Ordinal)
                        : Fits(route.Path, name.Route) && route.Methods?.Contains(name.Method) != false
                )
            )
        );
    }

    /// <summary>What people and platforms call; administration stands in <c>/openapi/v1.json</c>, pages are found by looking.</summary>
    [SourceFact]
    public void Every_public_endpoint_is_named_at_the_top()
    {
        string[] inside = ["/api/admin", "/admin", "/web", "/cli", "/documents", "/_framework", "/sign-in/", "/index.html", "/"];
        var text = Readme.Top.Text;
        var unnamed = fixture
            .Bot.Get<EndpointDataSource>()
            .Endpoints.OfType<RouteEndpoint>()
            .Select(endpoint => $"/{endpoint.RoutePattern.RawText!.Trim('/')}")
            .Where(path =>
                !inside.Any(own => path == own || path.StartsWith(own.TrimEnd('/') + "/", StringComparison.Ordinal) && own != "/")
            )
            .Where(path => !text.Contains(path.Replace("{documentName}", "v1"), StringComparison.Ordinal))
            .Where(path =>
                !(path.StartsWith("/slack/", StringComparison.Ordinal) && text.Contains("`/slack/*`", StringComparison.Ordinal))
            );

        Assert.Equal([], unnamed.Distinct());
    }

    private static bool Fits(string route, string named) =>
        Regex.IsMatch(named, $"^{string.Join("[^/]+", Place().Split(route).Select(Regex.Escape))}$");

    [SourceFact]
    public void The_channels_are_those_that_the_readmes_list()
    {
        var listed = Readme
            .Rows(Readme.Of("bot/Channels/README.md").Text)
            .Select(row => Readme.Spans(row[0]).FirstOrDefault())
            .OfType<string>()
            .ToList();
        var folders = Directory
            .GetDirectories(Path.Combine(SharedData.RepositoryRoot!, "bot", "Channels"))
            .Select(folder => Path.GetFileName(folder) + "/")
            .Where(folder => folder != "Rendering/"); // what all of them show documents by
        var house = Readme.Rows(Readme.Of("bot/README.md").Text).Single(row => row[0] == "`Channels/`")[1];
        var registered = fixture.Bot.Services.GetServices<IChannel>().Select(channel => channel.Name).Append("web");

        Assert.Equal(folders.Order(), listed.Order());
        Assert.Equal(folders.Order(), Readme.Spans(house).Order());
        Assert.Equal(registered.Order(), listed.Select(folder => folder.TrimEnd('/').ToLowerInvariant()).Order());
    }

    [SourceFact]
    public void The_keys_that_instances_share_are_those_that_the_readme_lists()
    {
        var listed = Readme
            .Rows(Readme.Of("bot/README.md").Section("Keys that instances share"))
            .Select(row => Readme.Spans(row[0]).FirstOrDefault())
            .OfType<string>();
        var registered = fixture.Bot.Services.GetServices<SharedFile>().Select(file => file.Name).Append(SharedCookieKeys.Prefix + "…");
        var users = new[] { "bot", "core" }
            .SelectMany(house =>
                Directory.EnumerateFiles(Path.Combine(SharedData.RepositoryRoot!, house), "*.cs", SearchOption.AllDirectories)
            )
            .Where(file => File.ReadAllText(file).Contains("ReadOrAddAsync(", StringComparison.Ordinal))
            .Select(Path.GetFileName);

        Assert.Equal(registered.Order(), listed.Order());
        Assert.Equal(["SharedCookieKeys.cs", "SharedSecrets.cs"], users.Order());
    }

    /// <summary><c>POST /api/ask</c></summary>
    [GeneratedRegex(@"\b(?<method>GET|POST|PUT|DELETE|PATCH) (?<route>/[\w/{}.-]*\w}?)")]
    private static partial Regex Called();

    /// <summary>A path of ours without a method: <c>`/ready`</c>, <c>https://YOUR-HOST/slack/install</c>.</summary>
    [GeneratedRegex(
        @"(?:`|https://(?:YOUR-HOST|bot\.example\.com)|:3978)(?<route>/(?:api/\w|slack|health|ready|openapi|admin)[\w/{}.-]*)`"
    )]
    private static partial Regex Named();

    [GeneratedRegex(@"\{[^}]+\}")]
    private static partial Regex Place();
}
