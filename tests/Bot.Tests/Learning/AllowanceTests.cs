using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using ChatBot.Learning.Feedback;
using ChatBot.Learning.Review;
using ChatBot.Storage;
using ChatBot.TestKit.Hosting;
using Dapper;

namespace ChatBot.Bot.Tests.Learning;

/// <summary>One person can send so many ratings and corrections within an hour, wherever they are counted.</summary>
public sealed class AllowanceTests
{
    private static readonly Dictionary<string, string?> Few = new()
    {
        ["Learning:RatingsPerHour"] = "2",
        ["Learning:ProposalsPerHour"] = "2",
    };

    [Fact]
    public async Task Ratings_above_the_hours_number_are_429_and_those_before_stay()
    {
        await using var bot = await BotApp.StartAsync(Few);
        var answers = await AnswersAsync(bot, 3);
        Assert.Equal(HttpStatusCode.OK, (await RateAsync(bot, answers[0], "ada", "down")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await RateAsync(bot, answers[1], "ada", "up")).StatusCode);
        using var third = await RateAsync(bot, answers[2], "ada", "up");
        Assert.Equal(HttpStatusCode.TooManyRequests, third.StatusCode);
        var problem = await third.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal("too_many_requests", problem.GetProperty("code").GetString());
        Assert.Contains("more than 2 ratings within an hour", problem.GetProperty("detail").GetString());
        Assert.InRange(third.Headers.RetryAfter!.Delta!.Value, TimeSpan.FromMinutes(55), TimeSpan.FromHours(1));
        Assert.Equal(2, await CountAsync(bot, "select count(*) from ratings"));

        // The same said again is no further rating, and somebody else is not held up.
        Assert.Equal(HttpStatusCode.OK, (await RateAsync(bot, answers[0], "ada", "down")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await RateAsync(bot, answers[2], "grace", "up")).StatusCode);
    }

    [Fact]
    public async Task Proposals_above_the_hours_number_are_refused_and_the_same_one_again_is_told_as_taken()
    {
        await using var bot = await BotApp.StartAsync(Few);
        var answer = (await AnswersAsync(bot, 1))[0];
        var first = await ProposeAsync(bot, answer, "The first.");
        await ProposeAsync(bot, answer, "The second.");
        using var third = await CorrectAsync(bot, answer, "The third.");
        Assert.Equal(HttpStatusCode.TooManyRequests, third.StatusCode);
        Assert.Equal("too_many_requests", (await third.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("code").GetString());
        Assert.Equal(first, await ProposeAsync(bot, answer, "The first."));
        Assert.Equal(2, await CountAsync(bot, "select count(*) from corrections where status = 'pending'"));
    }

    [Fact]
    public async Task The_count_outlives_the_process_and_ends_with_the_hour()
    {
        var folder = Directory.CreateTempSubdirectory("chatbot-allowance-").FullName;
        string[] answers;
        await using (var bot = await BotApp.StartAsync(Few, folder: folder))
        {
            answers = await AnswersAsync(bot, 3);
            await RateAsync(bot, answers[0], "ada", "up");
            await RateAsync(bot, answers[1], "ada", "up");
        }
        await using (var again = await BotApp.StartAsync(Few, folder: folder))
        {
            Assert.Equal(HttpStatusCode.TooManyRequests, (await RateAsync(again, answers[2], "ada", "up")).StatusCode);
            await CountAsync(again, "update allowances set since = since - 3600000 returning 1");
            Assert.Equal(HttpStatusCode.OK, (await RateAsync(again, answers[2], "ada", "up")).StatusCode);
            Assert.Equal(1, await CountAsync(again, "select used from allowances"));
            await CountAsync(again, "update allowances set since = since - 3600000 returning 1");
            await again.Get<Allowances>().SweepAsync(Workspaces.Default);
            Assert.Equal(0, await CountAsync(again, "select count(*) from allowances"));
        }
        TestKit.Storage.TestStorage.Delete(folder);
    }

    [Fact]
    public async Task Of_many_at_once_no_more_are_taken_than_allowed()
    {
        await using var bot = await BotApp.StartAsync(new Dictionary<string, string?> { ["Learning:ProposalsPerHour"] = "5" });
        var answer = (await AnswersAsync(bot, 1))[0];
        var reviews = bot.Get<ReviewService>();
        var results = await Task.WhenAll(
            Enumerable
                .Range(0, 30)
                .Select(n => Task.Run(() => reviews.ProposeAsync(Workspaces.Default, answer, "u_flood", "test", $"Answer number {n}.")))
        );
        Assert.Equal(5, results.OfType<ProposalResult.Proposed>().Count());
        Assert.Equal(25, results.OfType<ProposalResult.Invalid>().Count(refused => refused.After > TimeSpan.Zero));
        Assert.Equal(5, await CountAsync(bot, "select count(*) from corrections"));
    }

    [Fact]
    public async Task Everybody_who_gives_no_name_is_one_person()
    {
        await using var bot = await BotApp.StartAsync(Few);
        var answers = await AnswersAsync(bot, 3);
        await RateAsync(bot, answers[0], null, "up");
        await RateAsync(bot, answers[1], null, "up");
        Assert.Equal(HttpStatusCode.TooManyRequests, (await RateAsync(bot, answers[2], null, "up")).StatusCode);
    }

    private static async Task<string[]> AnswersAsync(BotApp bot, int count)
    {
        var answers = new string[count];
        for (var n = 0; n < count; n++)
            answers[n] = (await bot.AskAsync("How do I undo the last commit?", user: "ada")).GetProperty("interactionId").GetString()!;
        return answers;
    }

    private static Task<HttpResponseMessage> RateAsync(BotApp bot, string interactionId, string? user, string thumbs) =>
        bot.Http.PostAsJsonAsync(
            "/api/feedback/submit",
            new
            {
                interactionId,
                user,
                thumbs,
            }
        );

    private static Task<HttpResponseMessage> CorrectAsync(BotApp bot, string interactionId, string correctResponse) =>
        bot.Http.PostAsJsonAsync(
            "/api/feedback/correct",
            new
            {
                interactionId,
                user = "ada",
                correctResponse,
            }
        );

    private static async Task<string> ProposeAsync(BotApp bot, string interactionId, string correctResponse)
    {
        using var response = await CorrectAsync(bot, interactionId, correctResponse);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("correctionId").GetString()!;
    }

    private static async Task<long> CountAsync(BotApp bot, string sql)
    {
        await using var connection = await bot.Get<IDatabase>().OpenAsync(Workspaces.All);
        return await connection.ExecuteScalarAsync<long>(sql);
    }
}
