using System.Net;
using System.Security.Cryptography;
using ChatBot.Bot.Tests.Admin;
using ChatBot.TestKit.Hosting;
using Microsoft.IdentityModel.Tokens;

namespace ChatBot.Bot.Tests.Access;

/// <summary>Signing in with a provider, through its real endpoints.</summary>
public sealed class OpenIdTests : IAsyncLifetime
{
    private OpenIdProvider _provider = null!;

    public async Task InitializeAsync() => _provider = await OpenIdProvider.StartAsync();

    public async Task DisposeAsync() => await _provider.DisposeAsync();

    [Fact]
    public async Task Somebody_from_elsewhere_signs_in_and_asks()
    {
        await using var bot = await StartAsync();
        using var browser = new AdminBrowser(bot, Credentials.Elsewhere);
        using (var first = await browser.GetAsync("/"))
            Assert.Equal("/sign-in?back=%2F", first.Headers.Location!.OriginalString);
        Assert.Contains("Sign in with Example", await browser.ReadAsync("/sign-in?back=%2F"));

        Assert.Equal("/", await SignInAsync(browser));

        Assert.Contains("<title>ChatBot</title>", await browser.ReadAsync("/"));
        Assert.Contains("\"signedIn\":\"Ada\"", await browser.ReadAsync("/web/start"));
        using var pages = await browser.GetAsync("/admin");
        Assert.Equal(HttpStatusCode.Forbidden, pages.StatusCode);
    }

    [Theory]
    [InlineData("sub", "ada-1", "admin")]
    [InlineData("email", "Ada@Example.com", "admin")]
    [InlineData("roles", "chatbot-admins", "admin")]
    [InlineData("groups", "reviewing", "reviewer")]
    [InlineData("email", "ada@example.com", "asker", "email_verified", false)]
    [InlineData("name", "ada@example.com", "asker")]
    public async Task The_role_comes_from_what_the_provider_vouches_for(
        string claim,
        string value,
        string role,
        string? other = null,
        object? said = null
    )
    {
        _provider.Person[claim] = value;
        _provider.Person["email_verified"] = true;
        if (other is not null)
            _provider.Person[other] = said!;
        await using var bot = await StartAsync(
            ("SignIn:Admins:0", claim == "sub" ? "ada-1" : "ada@example.com"),
            ("SignIn:Admins:1", "chatbot-admins"),
            ("SignIn:Reviewers:0", "reviewing")
        );
        using var browser = new AdminBrowser(bot, Credentials.Elsewhere);
        await SignInAsync(browser);

        using var review = await browser.GetAsync("/admin/corrections");
        using var audit = await browser.GetAsync("/admin/audit");
        Assert.Equal(role is "asker" ? HttpStatusCode.Forbidden : HttpStatusCode.OK, review.StatusCode);
        Assert.Equal(role is "admin" ? HttpStatusCode.OK : HttpStatusCode.Forbidden, audit.StatusCode);
    }

    [Theory]
    [InlineData("ada@example.com", true, true)]
    [InlineData("ada@example.com", false, false)]
    [InlineData("ada@elsewhere.example", true, false)]
    [InlineData("ada@notexample.com", true, false)]
    public async Task Only_people_of_the_named_domains_come_in(string mail, bool isVerified, bool comesIn)
    {
        (_provider.Person["email"], _provider.Person["email_verified"]) = (mail, isVerified);
        await using var bot = await StartAsync(("SignIn:Domains:0", "example.com"));
        using var browser = new AdminBrowser(bot, Credentials.Elsewhere);

        var ended = await SignInAsync(browser);

        Assert.Equal(comesIn ? "/" : "/sign-in?refused=true", ended);
        using var page = await browser.GetAsync("/");
        Assert.Equal(comesIn ? HttpStatusCode.OK : HttpStatusCode.Redirect, page.StatusCode);
    }

    [Theory]
    [InlineData("issuer")]
    [InlineData("audience")]
    [InlineData("expired")]
    [InlineData("nonce")]
    [InlineData("key")]
    [InlineData("unsigned")]
    public async Task A_token_that_does_not_hold_opens_nothing(string what)
    {
        using var rsa = RSA.Create(2048);
        _provider.ForeignKey = what == "key" ? new RsaSecurityKey(rsa) { KeyId = "key-1" } : null;
        _provider.Forge = token =>
        {
            if (what == "issuer")
                token.Issuer = "https://elsewhere.example";
            if (what == "audience")
                token.Audience = "another client";
            if (what == "expired")
                (token.NotBefore, token.IssuedAt, token.Expires) = (
                    DateTime.UtcNow.AddHours(-2),
                    DateTime.UtcNow.AddHours(-2),
                    DateTime.UtcNow.AddHours(-1)
                );
            if (what == "nonce")
                token.Claims["nonce"] = "another sign-in's";
            if (what == "unsigned")
                token.SigningCredentials = null;
        };
        await using var bot = await StartAsync();
        using var browser = new AdminBrowser(bot, Credentials.Elsewhere);

        Assert.Equal("/sign-in?refused=true", await SignInAsync(browser));
        using var page = await browser.GetAsync("/");
        Assert.Equal(HttpStatusCode.Redirect, page.StatusCode);
    }

    [Fact]
    public async Task Signing_in_over_a_planted_cookie_gives_its_owner_nothing()
    {
        await using var bot = await StartAsync(("SignIn:Admins:0", "ada-1"));
        using var planter = await AdminBrowser.SignedInAsync(bot, await bot.KeyAsync("asker"), from: Credentials.Elsewhere);
        using var victim = new AdminBrowser(bot, Credentials.Elsewhere);
        victim.Cookies.Add(planter.Cookies.GetAllCookies());

        Assert.Equal("/", await SignInAsync(victim));

        await victim.ReadAsync("/admin/audit");
        using var planted = await planter.GetAsync("/admin");
        Assert.Equal(HttpStatusCode.Forbidden, planted.StatusCode);
    }

    [Fact]
    public async Task A_callback_that_nobody_began_opens_nothing()
    {
        await using var bot = await StartAsync();
        using var browser = new AdminBrowser(bot, Credentials.Elsewhere);

        using var response = await browser.GetAsync("/sign-in/callback?code=made-up&state=made-up");

        Assert.Equal("/sign-in?refused=true", response.Headers.Location!.OriginalString);
    }

    [Theory]
    [InlineData("https://accounts.google.com", "SignIn:Domains")]
    [InlineData("https://login.microsoftonline.com/common/v2.0", "SignIn:Domains")]
    [InlineData("http://provider.example.com", "https")]
    public async Task A_provider_that_vouches_for_everybody_or_in_the_clear_ends_the_start(string authority, string named)
    {
        var fault = await Assert.ThrowsAnyAsync<Exception>(() => StartAsync(("SignIn:Authority", authority)));

        Assert.Contains(named, fault.Message);
    }

    private Task<BotApp> StartAsync(params (string Key, string? Value)[] settings)
    {
        var all = new Dictionary<string, string?>
        {
            ["SignIn:Authority"] = _provider.Address,
            ["SignIn:ClientId"] = OpenIdProvider.ClientId,
            ["SignIn:ClientSecret"] = OpenIdProvider.ClientSecret,
            ["SignIn:Name"] = "Example",
        };
        foreach (var (key, value) in settings)
            all[key] = value;
        return BotApp.StartAsync(all);
    }

    /// <summary>Follows the provider's redirects as a browser does; returns where it ends.</summary>
    private static async Task<string> SignInAsync(AdminBrowser browser)
    {
        using var start = await browser.GetAsync("/sign-in/provider?back=%2F");
        using var http = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false });
        using var authorized = await http.GetAsync(start.Headers.Location);
        using var back = await browser.GetAsync(authorized.Headers.Location!.PathAndQuery);
        return back.Headers.Location!.OriginalString;
    }
}
