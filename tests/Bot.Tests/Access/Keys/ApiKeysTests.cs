using ChatBot.Bot.Access;
using ChatBot.Bot.Access.Keys;
using ChatBot.Learning.Audit;
using ChatBot.Storage;
using ChatBot.TestKit;
using ChatBot.TestKit.Storage;
using Dapper;

namespace ChatBot.Bot.Tests.Access.Keys;

/// <summary>The keys that admins made, in their table.</summary>
public sealed class ApiKeysTests : IAsyncLifetime
{
    private static readonly Auditor Ada = new("person/ada", "Ada");

    private readonly SetTime _time = new();
    private TestDatabase _storage = null!;
    private AuditLog _audit = null!;
    private ApiKeys _keys = null!;

    public async Task InitializeAsync()
    {
        _storage = await TestDatabase.CreateAsync();
        _audit = new AuditLog(_storage.Database, _time);
        _keys = new ApiKeys(_storage.Database, _audit, _time);
    }

    public async Task DisposeAsync() => await _storage.DisposeAsync();

    [Fact]
    public async Task Making_and_revoking_are_audited_with_who_did_it_to_which_key()
    {
        var (made, _) = await _keys.MakeAsync("acme", "the wiki", Roles.Asker, Ada);
        _time.Now += TimeSpan.FromMinutes(1);

        Assert.True(await _keys.RevokeAsync("acme", made.Id, new Auditor("person/bob", "Bob")));

        var entries = await _audit.ListAsync("acme", made.Id);
        Assert.Equal([("key.revoked", "Bob"), ("key.made", "Ada")], entries.Select(entry => (entry.Action, entry.Actor)));
        Assert.Contains("the wiki", entries[^1].Detail);
        Assert.Contains("asker", entries[^1].Detail);
    }

    /// <summary>Revoked for the workspace by whoever holds in all: its own admins read it.</summary>
    [Fact]
    public async Task A_key_that_is_revoked_from_above_is_audited_where_it_belongs()
    {
        var (made, _) = await _keys.MakeAsync("acme", "the wiki", Roles.Asker, Ada);

        Assert.True(await _keys.RevokeAsync(Workspaces.All, made.Id, Ada));

        Assert.Contains(await _audit.ListAsync("acme", made.Id), entry => entry.Action == "key.revoked");
    }

    [Fact]
    public async Task What_cannot_be_audited_is_not_done()
    {
        var (made, key) = await _keys.MakeAsync("acme", "the wiki", Roles.Asker, Ada);
        await _storage.Database.WriteAsync(
            Workspaces.All,
            transaction => transaction.Connection!.ExecuteAsync("alter table audit rename to audit_gone", transaction: transaction)
        );

        await Assert.ThrowsAnyAsync<Exception>(() => _keys.MakeAsync("acme", "another", Roles.Asker, Ada));
        await Assert.ThrowsAnyAsync<Exception>(() => _keys.RevokeAsync("acme", made.Id, Ada));

        Assert.Single(await _keys.ListAsync("acme"));
        Assert.NotNull(await _keys.FindAsync(key));
    }

    [Fact]
    public async Task A_workspace_sees_its_own_keys_the_newest_first_and_the_installation_all()
    {
        foreach (var (workspace, name) in ((string, string)[])[("acme", "old"), ("other", "theirs"), ("acme", "new")])
            await MakeLaterAsync(workspace, name);

        Assert.Equal(["new", "old"], (await _keys.ListAsync("acme")).Select(key => key.Name));
        Assert.Equal(["new", "theirs", "old"], (await _keys.ListAsync(Workspaces.All)).Select(key => key.Name));
        Assert.Empty(await _keys.ListAsync("elsewhere"));
    }

    [Fact]
    public async Task A_key_is_revoked_once_and_by_its_own_workspace()
    {
        var (made, key) = await _keys.MakeAsync("acme", "the wiki", Roles.Asker, Ada);
        Assert.True(await _keys.OpensAsync(made.Id));

        Assert.False(await _keys.RevokeAsync("other", made.Id, Ada));
        Assert.NotNull(await _keys.FindAsync(key));
        Assert.Empty(await _audit.ListAsync("other"));
        Assert.True(await _keys.RevokeAsync("acme", made.Id, Ada));
        Assert.False(await _keys.RevokeAsync("acme", made.Id, Ada));

        Assert.Null(await _keys.FindAsync(key));
        Assert.False(await _keys.OpensAsync(made.Id));
        Assert.False(await _keys.OpensAsync("0123456789ab"));
        Assert.Equal(_time.Now, Assert.Single(await _keys.ListAsync("acme")).Revoked);
    }

    [Fact]
    public async Task The_id_without_the_secret_opens_nothing()
    {
        var (made, key) = await _keys.MakeAsync("acme", "the wiki", Roles.Asker, Ada);

        Assert.Null(await _keys.FindAsync($"cbk_{made.Id}_" + new string('0', 64)));
        Assert.Null(await _keys.FindAsync(key + "0"));
        Assert.Equal(made with { LastUsed = null }, (await _keys.FindAsync(key))! with { LastUsed = null });
    }

    [Fact]
    public async Task Use_is_noted_every_few_minutes()
    {
        var (made, key) = await _keys.MakeAsync("acme", "the wiki", Roles.Asker, Ada);
        Assert.Null(Assert.Single(await _keys.ListAsync("acme")).LastUsed);
        var first = _time.Now;

        Assert.Equal(first, await UsedAsync(TimeSpan.Zero));
        Assert.Equal(first, await UsedAsync(TimeSpan.FromMinutes(5)));
        Assert.Equal(first + TimeSpan.FromMilliseconds(300_001), await UsedAsync(TimeSpan.FromMilliseconds(1)));
        Assert.Equal(made.Created, Assert.Single(await _keys.ListAsync("acme")).Created);

        async Task<DateTimeOffset?> UsedAsync(TimeSpan later)
        {
            _time.Now += later;
            Assert.NotNull(await _keys.FindAsync(key));
            return Assert.Single(await _keys.ListAsync("acme")).LastUsed;
        }
    }

    private async Task MakeLaterAsync(string workspace, string name)
    {
        _time.Now += TimeSpan.FromSeconds(1);
        await _keys.MakeAsync(workspace, name, Roles.Asker, Ada);
    }
}
