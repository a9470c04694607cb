using System.Net;
using ChatBot.Bot.Channels.Teams.Authenticating;
using ChatBot.TestKit.Teams;
using Microsoft.Extensions.Logging.Abstractions;

namespace ChatBot.Bot.Tests.Teams;

public sealed class SigningKeysTests
{
    [Fact]
    public async Task A_rollover_is_picked_up_after_a_short_pause_and_old_keys_serve_while_the_issuer_is_away()
    {
        await using var cloud = await TeamsCloud.StartAsync();
        using var first = new TokenIssuer("first", "msteams");
        using var second = new TokenIssuer("second", "msteams");
        cloud.Published.Add(first);
        var time = new SteppedTime();
        using var network = new Switch();
        using var http = new HttpClient(network);
        var keys = new SigningKeys(http, time, NullLogger<SigningKeys>.Instance);
        var metadata = cloud.Address + "/openid";

        Assert.NotNull(await keys.FindAsync(metadata, "first", default));
        cloud.Published[0] = second;
        Assert.Null(await keys.FindAsync(metadata, "second", default));
        time.Now += SigningKeys.NotBefore;
        Assert.NotNull(await keys.FindAsync(metadata, "second", default));
        Assert.Null(await keys.FindAsync(metadata, "first", default));
        Assert.Equal(2, cloud.KeyRequests);

        network.IsOff = true;
        time.Now += SigningKeys.Renewal;
        Assert.NotNull(await keys.FindAsync(metadata, "second", default));
    }

    [Fact]
    public async Task Without_any_keys_nobody_is_verified()
    {
        using var network = new Switch { IsOff = true };
        using var http = new HttpClient(network);
        var keys = new SigningKeys(http, TimeProvider.System, NullLogger<SigningKeys>.Instance);
        await Assert.ThrowsAsync<HttpRequestException>(() => keys.FindAsync("http://127.0.0.1:9/openid", "any", default));
    }

    private sealed class SteppedTime : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => Now;
    }

    private sealed class Switch() : DelegatingHandler(new SocketsHttpHandler())
    {
        public bool IsOff { get; set; }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancel) =>
            IsOff ? Task.FromResult(new HttpResponseMessage(HttpStatusCode.ServiceUnavailable)) : base.SendAsync(request, cancel);
    }
}
