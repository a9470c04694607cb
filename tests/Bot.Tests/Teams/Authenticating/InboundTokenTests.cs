using System.Text.Json.Nodes;
using ChatBot.Bot.Channels.Teams.Authenticating;
using ChatBot.TestKit.Teams;

namespace ChatBot.Bot.Tests.Teams.Authenticating;

/// <summary>What can be told of a token before any key is asked for. The right key has signed all of these.</summary>
public sealed class InboundTokenTests : IDisposable
{
    private readonly TokenIssuer _issuer = new("key-1", "msteams");

    [Theory]
    [InlineData("Bearer {0}")]
    [InlineData("bearer {0}")]
    [InlineData("BEARER   {0}  ")]
    public void A_token_is_read_however_its_scheme_is_written(string header)
    {
        var token = Token();

        var read = InboundToken.Read(string.Format(header, token));

        Assert.Equal((token, "key-1"), (read.EncodedToken, read.Kid));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("Basic {0}")]
    [InlineData("{0}")]
    public void Another_scheme_is_no_bearer_token(string? header) =>
        AssertRefused("no bearer token", header is null ? null : string.Format(header, Token()));

    [Theory]
    [InlineData(16 * 1024, true)]
    [InlineData(16 * 1024 + 1, false)]
    public void A_header_may_be_so_long_and_no_longer(int length, bool may) =>
        Assert.Equal(may, InboundToken.MayBe("Bearer ".PadRight(length, 'x')));

    [Fact]
    public void Another_algorithm_or_a_critical_extension_is_refused()
    {
        AssertRefused("algorithm", "Bearer " + Token(header: header => header["alg"] = "RS512"));
        AssertRefused("algorithm", "Bearer " + Token(header: header => header["alg"] = "none"));
        AssertRefused("algorithm", "Bearer " + Token(header: header => header["crit"] = new JsonArray("exp")));
    }

    [Theory]
    [InlineData(null)]
    [InlineData(0)]
    [InlineData(256)]
    public void A_key_id_is_needed_and_has_a_length_that_one_can_have(int? length) =>
        AssertRefused("no key id", "Bearer " + WithKeyId(length is { } known ? new string('k', known) : null));

    [Fact]
    public void A_long_key_id_is_one_too()
    {
        var id = new string('k', 255);

        Assert.Equal(id, InboundToken.Read("Bearer " + WithKeyId(id)).Kid);
    }

    /// <summary>The handlers take numbers in quotes; what the issuer never writes is not taken.</summary>
    [Theory]
    [InlineData("exp")]
    [InlineData("nbf")]
    public void A_time_that_is_a_text_is_refused_even_where_it_would_hold(string name) =>
        AssertRefused(name, "Bearer " + Token(claims => claims[name] = claims[name]!.ToString()));

    [Theory]
    [InlineData("exp")]
    [InlineData("aud")]
    public void Without_an_end_or_an_audience_a_token_is_none(string name) =>
        AssertRefused(name, "Bearer " + Token(claims => claims.Remove(name)));

    [Fact]
    public void A_list_of_audiences_is_refused() =>
        AssertRefused("aud", "Bearer " + Token(claims => claims["aud"] = new JsonArray(TeamsApp.AppId)));

    [Fact]
    public void A_token_need_not_say_from_when_on_it_holds() =>
        Assert.Equal("key-1", InboundToken.Read("Bearer " + Token(claims => claims.Remove("nbf"))).Kid);

    public void Dispose() => _issuer.Dispose();

    private string WithKeyId(string? id) =>
        Token(header: header =>
        {
            header.Remove("kid");
            if (id is not null)
                header["kid"] = id;
        });

    private string Token(Action<JsonObject>? claims = null, Action<JsonObject>? header = null) =>
        _issuer.Token(TeamsApp.AppId, "https://smba.trafficmanager.net/teams/", claims, header);

    private static void AssertRefused(string reason, string? header) =>
        Assert.Equal(reason, Assert.Throws<UnauthorizedAccessException>(() => InboundToken.Read(header)).Message);
}
