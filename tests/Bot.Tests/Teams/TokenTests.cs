using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using ChatBot.Storage;
using ChatBot.TestKit.Teams;
using Dapper;

namespace ChatBot.Bot.Tests.Teams;

/// <summary>Who may speak to the bot. One application serves all cases: none of them may leave anything behind.</summary>
public sealed class TokenTests
{
    [Fact]
    public async Task Every_bad_token_is_refused_and_nothing_is_stored()
    {
        await using var teams = await TeamsApp.StartAsync();
        using var stranger = new TokenIssuer("key-1", "msteams");
        using var unendorsed = new TokenIssuer("key-2");
        using var skype = new TokenIssuer("key-3", "skype");
        teams.Cloud.Published.AddRange([unendorsed, skype]);
        var bad = Bad(teams, stranger, unendorsed, skype);
        Assert.True(bad.Count >= 25, $"{bad.Count} cases");
        foreach (var (name, authorization) in bad)
        {
            var (status, body) = await teams.PostAsync(teams.Message("How do I undo the last commit?"), authorization);
            Assert.True(status == HttpStatusCode.Unauthorized, $"{name}: {status}");
            Assert.Equal("unauthorized", body!.Value.GetProperty("code").GetString());
        }
        await using var connection = await teams.Bot.Get<IDatabase>().OpenAsync(Workspaces.All);
        Assert.Equal(
            0,
            await connection.ExecuteScalarAsync<long>(
                "select (select count(*) from inbox) + (select count(*) from outbox) + (select count(*) from interactions)"
            )
        );
        Assert.Equal(HttpStatusCode.OK, (await teams.PostAsync(teams.Message("help"))).Status);
    }

    [Fact]
    public async Task Made_up_key_ids_do_not_flood_the_issuer()
    {
        await using var teams = await TeamsApp.StartAsync();
        Assert.Equal(HttpStatusCode.OK, (await teams.PostAsync(teams.Message("help"))).Status);
        var asked = teams.Cloud.KeyRequests;
        using var stranger = new TokenIssuer("key-9", "msteams");
        for (var n = 0; n < 20; n++)
            Assert.Equal(
                HttpStatusCode.Unauthorized,
                (await teams.PostAsync(teams.Message("help"), "Bearer " + stranger.Token(TeamsApp.AppId, teams.Cloud.ServiceUrl))).Status
            );
        Assert.InRange(teams.Cloud.KeyRequests, asked, asked + 1);
    }

    [Fact]
    public async Task A_key_that_the_issuer_has_only_now_is_picked_up()
    {
        await using var teams = await TeamsApp.StartAsync();
        Assert.Equal(HttpStatusCode.OK, (await teams.PostAsync(teams.Message("help"))).Status);
        using var next = new TokenIssuer("key-next", "msteams");
        teams.Cloud.Published[0] = next;
        var status = HttpStatusCode.Unauthorized;
        for (var n = 0; n < 100 && status == HttpStatusCode.Unauthorized; n++)
        {
            await Task.Delay(50);
            (status, _) = await teams.PostAsync(teams.Message("help"), "Bearer " + next.Token(TeamsApp.AppId, teams.Cloud.ServiceUrl));
        }
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await teams.PostAsync(teams.Message("help"))).Status);
    }

    [Fact]
    public async Task Without_the_issuers_keys_nobody_is_verified_and_Teams_is_asked_to_come_back()
    {
        await using var teams = await TeamsApp.StartAsync(("Teams:OpenIdMetadataUrl", "https://127.0.0.1:9/openid"));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await teams.PostAsync(teams.Message("help"))).Status);
    }

    [Fact]
    public async Task A_token_of_the_own_tenant_counts_for_the_own_application_only()
    {
        await using var teams = await TeamsApp.StartAsync();
        var activity = teams.Message("help");
        activity["serviceUrl"] = "https://smba.trafficmanager.net/teams/";
        var other = Entra(teams.Issuer, "11111111-0000-4000-8000-000000000000");
        var forOther = Entra(teams.Issuer, TeamsApp.AppId, claims => claims["aud"] = "11111111-0000-4000-8000-000000000000");
        var expired = Entra(teams.Issuer, TeamsApp.AppId, claims => claims["exp"] = (long)claims["nbf"]! - 600);
        foreach (var bad in (string[])[other, forOther, expired])
            Assert.Equal(HttpStatusCode.Unauthorized, (await teams.PostAsync(activity, bad)).Status);
        Assert.Equal(HttpStatusCode.OK, (await teams.PostAsync(activity, Entra(teams.Issuer, TeamsApp.AppId))).Status);
        activity["serviceUrl"] = teams.Cloud.ServiceUrl;
        Assert.Equal(HttpStatusCode.Unauthorized, (await teams.PostAsync(activity, Entra(teams.Issuer, TeamsApp.AppId))).Status);
    }

    [Fact]
    public async Task Nothing_is_sent_in_the_clear_even_where_the_token_names_such_an_address()
    {
        await using var teams = await TeamsApp.StartAsync();
        var activity = teams.Message("help");
        var clear = "http://smba.trafficmanager.net/teams/";
        activity["serviceUrl"] = clear;

        var (status, _) = await teams.PostAsync(activity, "Bearer " + teams.Issuer.Token(TeamsApp.AppId, clear));

        Assert.Equal(HttpStatusCode.Unauthorized, status);
    }

    [Fact]
    public async Task A_key_that_is_weak_enough_to_be_broken_vouches_for_nobody()
    {
        await using var teams = await TeamsApp.StartAsync();
        using var weak = new TokenIssuer(1024, "key-weak", "msteams");
        teams.Cloud.Published.Add(weak);
        var fromTenant = teams.Message("help");
        fromTenant["serviceUrl"] = "https://smba.trafficmanager.net/teams/";

        Assert.Equal(
            (HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized),
            (
                (await teams.PostAsync(teams.Message("help"), "Bearer " + weak.Token(TeamsApp.AppId, teams.Cloud.ServiceUrl))).Status,
                (await teams.PostAsync(fromTenant, Entra(weak, TeamsApp.AppId))).Status
            )
        );
        Assert.Equal(HttpStatusCode.OK, (await teams.PostAsync(fromTenant, Entra(teams.Issuer, TeamsApp.AppId))).Status);
    }

    [Fact]
    public async Task What_is_no_activity_is_told_by_its_status_and_a_write_that_fails_is_sent_again()
    {
        await using var teams = await TeamsApp.StartAsync();
        async Task<HttpStatusCode> PostAsync(HttpContent content)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/api/messages") { Content = content };
            request.Headers.TryAddWithoutValidation("Authorization", "Bearer " + teams.Token());
            using var response = await teams.Bot.Http.SendAsync(request);
            return response.StatusCode;
        }
        Assert.Equal(HttpStatusCode.BadRequest, await PostAsync(new StringContent("{", Encoding.UTF8, "application/json")));
        Assert.Equal(HttpStatusCode.BadRequest, await PostAsync(new StringContent("[]", Encoding.UTF8, "application/json")));
        var deep = teams.Message("help").ToJsonString()[..^1] + ",\"value\":" + new string('[', 5000) + new string(']', 5000) + "}";
        Assert.Equal(HttpStatusCode.BadRequest, await PostAsync(new StringContent(deep, Encoding.UTF8, "application/json")));
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, await PostAsync(new StringContent("type=message", Encoding.UTF8, "text/plain")));
        var large = teams.Message(new string('x', 600_000)).ToJsonString();
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, await PostAsync(new StringContent(large, Encoding.UTF8, "application/json")));

        await using var connection = await teams.Bot.Get<IDatabase>().OpenAsync(Workspaces.All);
        await connection.ExecuteAsync("alter table inbox rename to inbox_gone");
        Assert.Equal(HttpStatusCode.InternalServerError, (await teams.PostAsync(teams.Message("help"))).Status);
        await connection.ExecuteAsync("alter table inbox_gone rename to inbox");
        Assert.Equal(HttpStatusCode.OK, (await teams.PostAsync(teams.Message("help"))).Status);
    }

    /// <summary>A token of the own tenant's Entra for an application.</summary>
    private static string Entra(TokenIssuer issuer, string azp, Action<JsonObject>? change = null) =>
        "Bearer "
        + issuer.Token(
            TeamsApp.AppId,
            "",
            claims =>
            {
                claims["iss"] = $"https://login.microsoftonline.com/{TeamsApp.Tenant}/v2.0";
                claims["azp"] = azp;
                claims.Remove("serviceurl");
                change?.Invoke(claims);
            }
        );

    private static List<(string Name, string Authorization)> Bad(
        TeamsApp teams,
        TokenIssuer stranger,
        TokenIssuer unendorsed,
        TokenIssuer skype
    )
    {
        var (issuer, url, app) = (teams.Issuer, teams.Cloud.ServiceUrl, TeamsApp.AppId);
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        string With(Action<JsonObject> change) => "Bearer " + issuer.Token(app, url, change);
        string Header(Action<JsonObject> change) => "Bearer " + issuer.Token(app, url, changeHeader: change);
        var good = issuer.Token(app, url);
        var otherClaims = new
        {
            iss = TokenIssuer.Issuer,
            aud = app,
            exp = now + 9000,
            serviceurl = url,
        };
        var parts = good.Split('.');
        var none = $"{TokenIssuer.Encode(TokenIssuer.Json(new { alg = "none", typ = "JWT", kid = issuer.KeyId }))}.{parts[1]}.";
        var hmacSigned = $"{TokenIssuer.Encode(TokenIssuer.Json(new { alg = "HS256", typ = "JWT", kid = issuer.KeyId }))}.{parts[1]}";
        var hmac = $"{hmacSigned}.{TokenIssuer.Encode(HMACSHA256.HashData(issuer.PublicPem(), Encoding.ASCII.GetBytes(hmacSigned)))}";
        return
        [
            ("no header", ""),
            ("no scheme", good),
            ("other scheme", "Basic " + good),
            ("empty token", "Bearer "),
            ("wrong issuer", With(claims => claims["iss"] = "https://evil.example")),
            ("issuer with a slash", With(claims => claims["iss"] = TokenIssuer.Issuer + "/")),
            ("issuer missing", With(claims => claims.Remove("iss"))),
            ("other tenant's issuer", With(claims => claims["iss"] = "https://sts.windows.net/11111111-1111-4111-8111-111111111111/")),
            ("wrong audience", With(claims => claims["aud"] = "11111111-1111-4111-8111-111111111111")),
            ("audience missing", With(claims => claims.Remove("aud"))),
            ("audience a list", With(claims => claims["aud"] = new JsonArray(app))),
            ("expired", With(claims => claims["exp"] = now - 301)),
            ("no expiry", With(claims => claims.Remove("exp"))),
            ("expiry a text", With(claims => claims["exp"] = "9999999999")),
            ("not yet valid", With(claims => claims["nbf"] = now + 400)),
            ("not-before a text", With(claims => claims["nbf"] = "soon")),
            ("service URL missing", With(claims => claims.Remove("serviceurl"))),
            ("other service URL", With(claims => claims["serviceurl"] = "https://evil.example/")),
            ("service URL of a longer host", With(claims => claims["serviceurl"] = url + "more")),
            ("key not endorsed", "Bearer " + unendorsed.Token(app, url)),
            ("key endorsed for another channel", "Bearer " + skype.Token(app, url)),
            ("key of a stranger under a known id", "Bearer " + stranger.Token(app, url)),
            ("unknown key id", Header(header => header["kid"] = "key-9")),
            ("no key id", Header(header => header.Remove("kid"))),
            ("alg none", "Bearer " + none),
            ("alg none with the signature", "Bearer " + none + parts[2]),
            ("HS256 with the public key", "Bearer " + hmac),
            ("alg RS512 claimed", Header(header => header["alg"] = "RS512")),
            ("alg missing", Header(header => header.Remove("alg"))),
            ("critical header", Header(header => header["crit"] = new JsonArray("exp"))),
            ("signature cut", "Bearer " + good[..^8]),
            ("signature empty", $"Bearer {parts[0]}.{parts[1]}."),
            ("signature of other claims", $"Bearer {parts[0]}.{TokenIssuer.Encode(TokenIssuer.Json(otherClaims))}.{parts[2]}"),
            ("two parts", $"Bearer {parts[0]}.{parts[1]}"),
            ("five parts", $"Bearer {good}.{parts[1]}.{parts[2]}"),
            ("padded base64", $"Bearer {parts[0]}=.{parts[1]}.{parts[2]}"),
            ("claims no object", "Bearer " + issuer.Sign(new { alg = "RS256", kid = issuer.KeyId }, new[] { 1 })),
            ("claims no JSON", $"Bearer {parts[0]}.{TokenIssuer.Encode("{"u8.ToArray())}.{parts[2]}"),
            ("claims with more behind", $"Bearer {parts[0]}.{TokenIssuer.Encode("{\"iss\":\"x\"}xyz"u8.ToArray())}.{parts[2]}"),
            ("claims twice", $"Bearer {parts[0]}.{TokenIssuer.Encode("{\"iss\":\"x\"}{}"u8.ToArray())}.{parts[2]}"),
            ("huge", With(claims => claims["filler"] = new string('x', 20_000))),
        ];
    }
}
