using System.Security.Claims;
using ChatBot.Bot.Access;
using ChatBot.Bot.Access.SignIn;
using ChatBot.Storage;
using ChatBot.TestKit;
using ChatBot.TestKit.Storage;
using Dapper;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.DataProtection;

namespace ChatBot.Bot.Tests.Access.SignIn;

/// <summary>Sessions as they lie in the database.</summary>
public sealed class SessionStoreTests : IAsyncLifetime
{
    private readonly SetTime _time = new();
    private TestDatabase _storage = null!;
    private SessionStore _sessions = null!;

    public async Task InitializeAsync()
    {
        _storage = await TestDatabase.CreateAsync();
        _sessions = new SessionStore(_storage.Database, new EphemeralDataProtectionProvider(), _time);
    }

    public async Task DisposeAsync() => await _storage.DisposeAsync();

    [Fact]
    public async Task A_session_is_found_under_an_id_that_nobody_guesses()
    {
        var (one, other) = (await _sessions.StoreAsync(Ticket("ada")), await _sessions.StoreAsync(Ticket("bob")));

        Assert.Matches("^[0-9a-f]{64}$", one);
        Assert.NotEqual(one, other);
        Assert.Equal("ada", (await _sessions.RetrieveAsync(one))!.Principal.FindFirstValue(ClaimTypes.NameIdentifier));
        Assert.Null(await _sessions.RetrieveAsync(new string('0', 64)));
    }

    [Fact]
    public async Task It_ends_when_its_time_is_up_to_the_millisecond()
    {
        var id = await _sessions.StoreAsync(Ticket("ada", _time.Now + TimeSpan.FromHours(1)));

        _time.Now += TimeSpan.FromHours(1) - TimeSpan.FromMilliseconds(1);
        Assert.NotNull(await _sessions.RetrieveAsync(id));
        _time.Now += TimeSpan.FromMilliseconds(1);
        Assert.Null(await _sessions.RetrieveAsync(id));
    }

    [Fact]
    public async Task One_without_an_end_lasts_a_working_day()
    {
        var id = await _sessions.StoreAsync(Ticket("ada"));

        _time.Now += TimeSpan.FromHours(10) - TimeSpan.FromMilliseconds(1);
        Assert.NotNull(await _sessions.RetrieveAsync(id));
        _time.Now += TimeSpan.FromMilliseconds(1);
        Assert.Null(await _sessions.RetrieveAsync(id));
    }

    [Fact]
    public async Task Renewing_prolongs_it_and_brings_none_back_that_was_ended()
    {
        var (kept, ended) = (await _sessions.StoreAsync(Ticket("ada")), await _sessions.StoreAsync(Ticket("bob")));
        await _sessions.RemoveAsync(ended);

        foreach (var id in (string[])[kept, ended])
            await _sessions.RenewAsync(id, Ticket("ada again", _time.Now + TimeSpan.FromHours(20)));

        _time.Now += TimeSpan.FromHours(19);
        Assert.Equal("ada again", (await _sessions.RetrieveAsync(kept))!.Principal.FindFirstValue(ClaimTypes.NameIdentifier));
        Assert.Null(await _sessions.RetrieveAsync(ended));
    }

    [Fact]
    public async Task Those_that_ran_out_go_with_the_next_that_is_written()
    {
        await _sessions.StoreAsync(Ticket("ada", _time.Now + TimeSpan.FromHours(1)));
        _time.Now += TimeSpan.FromHours(1);

        var id = await _sessions.StoreAsync(Ticket("bob"));

        await using var connection = await _storage.Database.OpenAsync(Workspaces.All);
        Assert.Equal([id], await connection.QueryAsync<string>("select id from sessions"));
    }

    [Fact]
    public async Task A_copy_of_the_database_shows_nobody_and_opens_nothing_elsewhere()
    {
        var id = await _sessions.StoreAsync(Ticket("ada"));

        await using var connection = await _storage.Database.OpenAsync(Workspaces.All);
        var stored = Convert.FromBase64String(await connection.QuerySingleAsync<string>("select ticket from sessions"));
        Assert.DoesNotContain("ada", System.Text.Encoding.UTF8.GetString(stored));
        var elsewhere = new SessionStore(_storage.Database, new EphemeralDataProtectionProvider(), _time);
        Assert.Null(await elsewhere.RetrieveAsync(id));
    }

    private static AuthenticationTicket Ticket(string id, DateTimeOffset? ends = null) =>
        new(
            new Caller(id, id, Roles.Admin, Workspaces.Default, NamesPeople: false).ToPrincipal(PersonSession.SchemeName),
            new AuthenticationProperties { ExpiresUtc = ends },
            PersonSession.SchemeName
        );
}
