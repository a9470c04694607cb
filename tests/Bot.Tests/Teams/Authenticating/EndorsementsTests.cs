using System.Text.Json.Nodes;
using ChatBot.TestKit.Teams;

namespace ChatBot.Bot.Tests.Teams.Authenticating;

/// <summary>Which published keys count, and for which channels.</summary>
public sealed class EndorsementsTests
{
    [Fact]
    public async Task A_key_speaks_for_the_channels_that_are_named_with_it()
    {
        using var teams = new TokenIssuer("key-1", "msteams", "skype");
        using var none = new TokenIssuer("key-2");
        using var keys = PublishedKeys.Of(teams, none);

        var read = await keys.Endorsements().ReadAsync("key-1", CancellationToken.None);

        Assert.Equal(["key-1", "key-2"], read.Keys.Order());
        Assert.Equal(["msteams", "skype"], read["key-1"].Order());
        Assert.Empty(read["key-2"]);
    }

    [Fact]
    public async Task Endorsements_that_are_no_list_of_names_speak_for_nothing()
    {
        using var issuer = new TokenIssuer("key-1", "msteams");
        using var keys = PublishedKeys.Of(issuer, issuer, issuer);
        (keys.Keys[0]["endorsements"], keys.Keys[1]["endorsements"]) = ("msteams", new JsonArray("msteams", 7, null));
        keys.Keys[2].Remove("endorsements");
        (keys.Keys[1]["kid"], keys.Keys[2]["kid"]) = ("key-2", "key-3");

        var read = await keys.Endorsements().ReadAsync("key-1", CancellationToken.None);

        Assert.Empty(read["key-1"]);
        Assert.Equal(["msteams"], read["key-2"]);
        Assert.Empty(read["key-3"]);
    }

    [Fact]
    public async Task Of_two_keys_under_one_id_the_first_counts_and_weak_or_nameless_ones_do_not()
    {
        using var first = new TokenIssuer("key-1", "msteams");
        using var again = new TokenIssuer("key-1", "skype");
        using var weak = new TokenIssuer(1024, "key-weak", "msteams");
        using var nameless = new TokenIssuer("", "msteams");
        using var keys = PublishedKeys.Of(first, again, weak, nameless);

        var read = await keys.Endorsements().ReadAsync("key-1", CancellationToken.None);

        Assert.Equal(["msteams"], Assert.Single(read).Value);
    }

    [Fact]
    public async Task A_key_that_is_not_there_has_them_read_again()
    {
        using var first = new TokenIssuer("key-1", "msteams");
        using var next = new TokenIssuer("key-2", "msteams");
        using var keys = PublishedKeys.Of(first);
        var endorsements = keys.Endorsements();
        Assert.False((await endorsements.ReadAsync("key-1", CancellationToken.None)).ContainsKey("key-2"));
        keys.Keys.Add(next.PublicKey());
        Assert.False((await endorsements.ReadAsync("key-1", CancellationToken.None)).ContainsKey("key-2"));

        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!(await endorsements.ReadAsync("key-2", limit.Token)).ContainsKey("key-2"))
            await Task.Delay(10, limit.Token);
    }
}
