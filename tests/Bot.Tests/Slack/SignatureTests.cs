using System.Net;
using System.Text;
using ChatBot.Bot.Channels.Slack.Verifying;
using ChatBot.TestKit.Hosting;
using ChatBot.TestKit.Slack;

namespace ChatBot.Bot.Tests.Slack;

public sealed class SignatureTests
{
    /// <summary>From docs.slack.dev/authentication/verifying-requests-from-slack.</summary>
    private const string Published =
        "token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V"
        + "&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner"
        + "&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2F"
        + "T1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN"
        + "&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c";

    private const string PublishedSignature = "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503";
    private const string PublishedTimestamp = "1531420618";

    private const string Event = """{"type":"url_verification","challenge":"the-challenge"}""";

    [Fact]
    public void The_published_example_verifies() =>
        Assert.True(RequestSignature.IsValid(SlackApp.Secret, PublishedTimestamp, PublishedSignature, Encoding.UTF8.GetBytes(Published)));

    [Theory]
    [InlineData("", PublishedTimestamp, PublishedSignature, Published)]
    [InlineData("8f742231b10e8888abcd99yyyzzz85a6", PublishedTimestamp, PublishedSignature, Published)]
    [InlineData(SlackApp.Secret, "1531420619", PublishedSignature, Published)]
    [InlineData(SlackApp.Secret, "", PublishedSignature, Published)]
    [InlineData(SlackApp.Secret, null, PublishedSignature, Published)]
    [InlineData(SlackApp.Secret, PublishedTimestamp, null, Published)]
    [InlineData(SlackApp.Secret, PublishedTimestamp, "", Published)]
    [InlineData(SlackApp.Secret, PublishedTimestamp, "v0=", Published)]
    [InlineData(SlackApp.Secret, PublishedTimestamp, "a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503", Published)]
    [InlineData(SlackApp.Secret, PublishedTimestamp, "v0=A2114D57B48EAC39B9AD189DD8316235A7B4A8D21A10BD27519666489C69B503", Published)]
    [InlineData(SlackApp.Secret, PublishedTimestamp, "V0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503", Published)]
    [InlineData(SlackApp.Secret, PublishedTimestamp, PublishedSignature + " ", Published)]
    [InlineData(SlackApp.Secret, PublishedTimestamp, PublishedSignature, Published + "&")]
    [InlineData(SlackApp.Secret, PublishedTimestamp, PublishedSignature, "")]
    public void What_was_changed_does_not_verify(string secret, string? timestamp, string? signature, string body) =>
        Assert.False(RequestSignature.IsValid(secret, timestamp, signature, Encoding.UTF8.GetBytes(body)));

    [Fact]
    public void An_empty_secret_signs_nothing_not_even_what_was_signed_with_it() =>
        Assert.False(RequestSignature.IsValid("", PublishedTimestamp, RequestSignature.Of("", PublishedTimestamp, []), []));

    [Fact]
    public void Every_single_changed_byte_of_the_body_is_noticed()
    {
        var body = Encoding.UTF8.GetBytes(Published);
        for (var at = 0; at < body.Length; at++)
        {
            body[at] ^= 1;
            Assert.False(RequestSignature.IsValid(SlackApp.Secret, PublishedTimestamp, PublishedSignature, body));
            body[at] ^= 1;
        }
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(-300, true)]
    [InlineData(300, true)]
    [InlineData(-301, false)]
    [InlineData(301, false)]
    [InlineData(-1000000, false)]
    public void Requests_are_good_for_five_minutes_either_way(int seconds, bool current)
    {
        var now = DateTimeOffset.FromUnixTimeSeconds(1531420618);
        Assert.Equal(current, RequestSignature.IsCurrent($"{now.ToUnixTimeSeconds() + seconds}", now));
    }

    [Theory]
    [InlineData("")]
    [InlineData("now")]
    [InlineData("1531420618.5")]
    [InlineData("+1531420618")]
    [InlineData(" 1531420618")]
    [InlineData("99999999999999999999")]
    public void Timestamps_that_Slack_would_not_write_are_none(string timestamp) =>
        Assert.False(RequestSignature.IsCurrent(timestamp, DateTimeOffset.FromUnixTimeSeconds(1531420618)));

    [Fact]
    public async Task The_doors_open_for_signed_requests_only_json_and_form_alike()
    {
        await using var slack = await SlackApp.StartAsync();
        Assert.Equal((HttpStatusCode.OK, "the-challenge"), await slack.PostAsync("/slack/events", Event, "application/json"));
        foreach (
            var (path, body, type) in new[]
            {
                ("/slack/events", Event, "application/json"),
                ("/slack/interactions", "payload=%7B%7D", "application/x-www-form-urlencoded"),
                ("/slack/commands", "command=%2Fask&text=hi", "application/x-www-form-urlencoded"),
            }
        )
        {
            Action<HttpRequestMessage>[] tamperings =
            [
                request => request.Headers.Remove(RequestSignature.SignatureHeader),
                request => request.Headers.Remove(RequestSignature.TimestampHeader),
                request => Replace(request, RequestSignature.SignatureHeader, signature => signature.ToUpperInvariant()),
                request => Replace(request, RequestSignature.TimestampHeader, timestamp => (long.Parse(timestamp) + 1).ToString()),
                request => request.Content = new StringContent(body + " ", Encoding.UTF8, type),
            ];
            foreach (var tampering in tamperings)
            {
                var (status, answer) = await SlackApp.PostAsync(slack.Bot.Http, path, body, type, tampering);
                Assert.Equal(HttpStatusCode.Unauthorized, status);
                Assert.Contains("unauthorized", answer);
                Assert.Contains("not signed by Slack", answer);
            }
            foreach (var late in new[] { -301L, 301L })
            {
                using var request = SlackApp.Signed(
                    path,
                    body,
                    type,
                    TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() + late + Math.Sign(late) * 5
                );
                using var response = await slack.Bot.Http.SendAsync(request);
                Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
            }
        }
        var (large, _) = await SlackApp.PostAsync(
            slack.Bot.Http,
            "/slack/events",
            new string('x', SignedRequests.LargestBody + 1),
            "application/json",
            request => request.Headers.ExpectContinue = true
        );
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, large);
        var (unannounced, _) = await SlackApp.PostAsync(
            slack.Bot.Http,
            "/slack/events",
            new string('x', SignedRequests.LargestBody + 1),
            "application/json",
            request => request.Headers.TransferEncodingChunked = true
        );
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, unannounced);
        var (whole, _) = await slack.PostAsync("/slack/events", new string('x', SignedRequests.LargestBody), "application/json");
        Assert.Equal(HttpStatusCode.BadRequest, whole);
        var (malformed, problem) = await slack.PostAsync("/slack/events", "{", "application/json");
        Assert.Equal(HttpStatusCode.BadRequest, malformed);
        Assert.Contains("invalid_event", problem);
    }

    [Fact]
    public async Task Without_a_secret_nothing_is_let_in()
    {
        await using var bot = await BotApp.StartAsync();
        var (status, body) = await SlackApp.PostAsync(bot.Http, "/slack/events", Event, "application/json");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
        Assert.Contains("slack_not_configured", body);
        Assert.Contains("set Slack:SigningSecret and Slack:BotToken", body);
    }

    [Theory]
    [InlineData("Slack:SigningSecret", "", "Slack:SigningSecret is not set")]
    [InlineData("Slack:BotToken", "", "Slack:BotToken is not set")]
    [InlineData("Slack:BotToken", "xoxp-user", "starts with xoxb-")]
    [InlineData("Slack:AppToken", "xoxb-bot", "starts with xapp-")]
    [InlineData("Slack:ClientId", "1.2", "cannot be used together")]
    public async Task Half_a_connection_ends_the_start_with_what_to_do(string key, string value, string expected)
    {
        var fault = await Assert.ThrowsAnyAsync<Exception>(async () =>
        {
            await using var slack = await SlackApp.StartAsync((key, value));
        });
        Assert.Contains(expected, fault.Message);
    }

    private static void Replace(HttpRequestMessage request, string header, Func<string, string> change)
    {
        var value = change(request.Headers.GetValues(header).Single());
        request.Headers.Remove(header);
        request.Headers.Add(header, value);
    }
}
