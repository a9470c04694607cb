using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ChatBot.Bot.Channels.Webhook;
using ChatBot.Learning.Review;
using ChatBot.Storage;
using ChatBot.TestKit.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace ChatBot.Bot.Tests.Turns;

public sealed class WebhookTests
{
    private const string Secret = "a secret of some length";

    [Fact]
    public async Task A_pending_correction_is_posted_signed_and_again_after_an_error()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        await using var receiver = builder.Build();
        var posts = System.Threading.Channels.Channel.CreateUnbounded<(string Id, string Signature, byte[] Body)>();
        var calls = 0;
        receiver.MapPost(
            "/hook",
            async (HttpContext context) =>
            {
                using var body = new MemoryStream();
                await context.Request.Body.CopyToAsync(body);
                posts.Writer.TryWrite(
                    (
                        context.Request.Headers[WebhookChannel.DeliveryHeader]!,
                        context.Request.Headers[WebhookChannel.SignatureHeader]!,
                        body.ToArray()
                    )
                );
                return ++calls == 1 ? Results.StatusCode(500) : Results.Ok();
            }
        );
        await receiver.StartAsync();
        await using var bot = await BotApp.StartAsync(
            new Dictionary<string, string?>
            {
                ["Admin:WebhookUrl"] = receiver.Urls.First() + "/hook",
                ["Admin:WebhookSecret"] = Secret,
                ["Turns:FirstPause"] = "00:00:00.010",
            }
        );
        var answer = await bot.AskAsync("How do I undo the last commit in Git?");
        await bot.Get<ReviewService>()
            .ProposeAsync(
                Workspaces.Default,
                answer.GetProperty("interactionId").GetString()!,
                "somebody",
                "web",
                "Use git reset --soft HEAD~1."
            );
        var first = await posts.Reader.ReadAsync();
        var second = await posts.Reader.ReadAsync();
        Assert.Equal(first.Id, second.Id);
        Assert.Equal(
            "sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), second.Body)),
            second.Signature
        );
        var sent = JsonDocument.Parse(second.Body).RootElement;
        Assert.Equal("correction", sent.GetProperty("event").GetString());
        Assert.Equal("pending", sent.GetProperty("correction").GetProperty("status").GetString());
    }
}
