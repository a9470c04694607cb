using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using ChatBot.Bot.Channels;
using ChatBot.Bot.Turns.Receiving;
using ChatBot.Storage;
using ChatBot.TestKit;
using ChatBot.TestKit.Hosting;
using ChatBot.TestKit.Storage;
using ChatBot.TestKit.Turns;
using Microsoft.Extensions.DependencyInjection;

namespace ChatBot.Bot.Tests.Hosting;

/// <summary>A real server, really stopped under the running bot.</summary>
public sealed class DatabaseOutageTests
{
    private const int Questions = 24;
    private const string Ask = "How do I undo the last commit in Git?";

    [CounterpartFact(TestStorage.Server)]
    public async Task A_database_that_stops_and_comes_back_loses_nothing_and_needs_no_restart_of_the_bot()
    {
        await using var server = await PostgresServer.CreateAsync();
        var channel = new RecordingChannel();
        await using var bot = await BotApp.StartAsync(
            new Dictionary<string, string?>
            {
                ["Storage:Provider"] = "postgres",
                ["Storage:ConnectionString"] = server.ConnectionString,
                ["Turns:FirstPause"] = "00:00:00.100",
                ["Logging:LogLevel:Default"] = "None",
            },
            services => services.AddSingleton<IChannel>(channel)
        );
        await bot.IndexedAsync();
        Assert.Equal("answered", (await bot.AskAsync(Ask)).GetProperty("outcome").GetString());

        var inbox = bot.Get<Inbox>();
        for (var n = 0; n < Questions; n++)
            Assert.Equal(Received.Accepted, await inbox.ReceiveAsync(Message(n)));
        await server.StopAsync(); // some are answered, some under way, some wait

        using (var refused = await bot.Http.PostAsJsonAsync("/api/ask", new { question = Ask }))
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
            Assert.Equal("application/problem+json", refused.Content.Headers.ContentType?.MediaType);
            var problem = await refused.Content.ReadFromJsonAsync<JsonElement>();
            Assert.Equal("storage_unavailable", problem.GetProperty("code").GetString());
            Assert.NotNull(refused.Headers.RetryAfter);
        }
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await StatusAsync(bot, "/ready"));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(bot, "/health"));
        // no acknowledgement, so the platform sends it again
        var unheard = await Assert.ThrowsAnyAsync<Exception>(() => inbox.ReceiveAsync(Message(Questions)));
        Assert.True(DatabaseOutage.Explains(unheard), unheard.ToString());

        await server.StartAsync();
        Assert.Equal(Received.Accepted, await inbox.ReceiveAsync(Message(Questions)));
        Assert.Equal("answered", (await bot.AskAsync(Ask)).GetProperty("outcome").GetString());
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(bot, "/ready"));
        await EverythingArrivesAsync(channel);
        foreach (var copies in channel.Arrived.GroupBy(reply => reply.Id))
            Assert.All(copies.Skip(1), copy => Assert.True(copy.Attempt > 1, "sent twice as if for the first time"));
        Assert.All(channel.Arrived, reply => Assert.IsType<AnswerReply>(reply.Reply)); // nobody was told of a failure
        foreach (var conversation in channel.Arrived.GroupBy(reply => reply.Conversation))
        {
            var interactions = conversation.Select(reply => ((AnswerReply)reply.Reply).Answer.InteractionId).Distinct().ToList();
            Assert.Equal(interactions.Order(), interactions);
        }
    }

    private static ChannelMessage Message(int n) => new("recording", Workspaces.Default, $"event{n}", $"c{n % 6}", "user1", Ask, "{}");

    private static async Task<HttpStatusCode> StatusAsync(BotApp bot, string path)
    {
        using var response = await bot.Http.GetAsync(path);
        return response.StatusCode;
    }

    private static async Task EverythingArrivesAsync(RecordingChannel channel)
    {
        var patience = Stopwatch.StartNew();
        while (channel.Arrived.DistinctBy(reply => reply.Id).Count() <= Questions)
        {
            Assert.True(patience.Elapsed < TimeSpan.FromMinutes(2), $"{channel.Arrived.Count} replies arrived");
            await Task.Delay(100);
        }
        Assert.Equal(Questions + 1, channel.Arrived.DistinctBy(reply => reply.Id).Count());
    }
}
