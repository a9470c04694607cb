using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using ChatBot.Storage;
using ChatBot.TestKit.Hosting;
using Dapper;

namespace ChatBot.Bot.Tests.Turns;

public sealed class DeadLetterApiTests
{
    [Fact]
    public async Task Admins_see_resend_and_drop_dead_letters_and_others_do_not()
    {
        await using var bot = await BotApp.StartAsync(new Dictionary<string, string?> { ["Admin:ApiKey"] = "a key for this test" });
        await bot.Get<IDatabase>()
            .WriteAsync(
                Workspaces.Default,
                transaction =>
                    transaction.Connection!.ExecuteAsync(
                        """
                        insert into outbox (id, workspace, channel, conversation, ordinal, address, reply, subject, state, attempts, ready,
                            error, created, finished)
                        values ('dead1', 'default', 'gone', 'c', 1, '{}', '{"kind":"notice","text":"hello"}',
                            'notice', 'dead', 3, 0, 'refused', 1, 2)
                        """,
                        transaction: transaction
                    )
            );
        Assert.Equal(HttpStatusCode.Unauthorized, (await bot.Http.GetAsync("/api/admin/deadletters")).StatusCode);
        bot.Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "a key for this test");
        var letter = Assert.Single(
            (await bot.Http.GetFromJsonAsync<JsonElement>("/api/admin/deadletters")).GetProperty("deadLetters").EnumerateArray()
        );
        Assert.Equal(
            ("dead1", "outbox", "refused"),
            (letter.GetProperty("id").GetString(), letter.GetProperty("queue").GetString(), letter.GetProperty("error").GetString())
        );
        Assert.Equal(HttpStatusCode.NotFound, (await bot.Http.PostAsync("/api/admin/deadletters/other/resend", null)).StatusCode);
        Assert.Equal(
            HttpStatusCode.NotFound,
            (await bot.Http.PostAsync("/api/admin/deadletters/dead1/resend?workspace=another", null)).StatusCode
        );
        Assert.Equal(HttpStatusCode.NoContent, (await bot.Http.PostAsync("/api/admin/deadletters/dead1/resend", null)).StatusCode);
        while (await DeadAsync(bot) == 0)
            await Task.Yield(); // its channel is gone, so it dies again
        Assert.Equal(HttpStatusCode.NotFound, (await bot.Http.DeleteAsync("/api/admin/deadletters/dead1?workspace=another")).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await bot.Http.DeleteAsync("/api/admin/deadletters/dead1")).StatusCode);
        Assert.Equal(0, await DeadAsync(bot));
    }

    private static async Task<int> DeadAsync(BotApp bot) =>
        (await bot.Http.GetFromJsonAsync<JsonElement>("/api/admin/deadletters")).GetProperty("deadLetters").GetArrayLength();
}
