using System.Net;
using System.Net.Http.Json;
using ChatBot.Answering;
using ChatBot.Bot.Channels.Web.Api;
using ChatBot.Bot.Hosting;
using ChatBot.Bot.Hosting.Indexing;
using ChatBot.Interactions;
using ChatBot.Storage;
using ChatBot.TestKit.Hosting;
using Dapper;
using Microsoft.Extensions.DependencyInjection;

namespace ChatBot.Bot.Tests.Api;

/// <summary>The question that the program asks itself before it is ready.</summary>
public sealed class SilentQuestionTests
{
    [Fact]
    public async Task It_goes_the_whole_way_and_nothing_of_it_stays()
    {
        await using var bot = await BotApp.StartAsync();
        await bot.IndexedAsync();

        var answer = await bot.Get<Asking>().RehearseAsync(new Question("How do I undo the last commit?"));
        foreach (var room in bot.Services.GetServices<IWarmUp>())
        {
            await room.WhileReadingAsync(CancellationToken.None);
            await room.OnceReadAsync(CancellationToken.None);
        }

        Assert.Equal(Outcome.Answered, answer.Outcome);
        Assert.NotEmpty(answer.Sources);
        Assert.Equal((0, 0), await RowsAsync(bot));
        Assert.NotEmpty(bot.Services.GetServices<IWarmUp>());

        await bot.AskAsync("How do I undo the last commit?");
        Assert.Equal((1, 1), await RowsAsync(bot));
    }

    /// <summary>From its door to its response, also where people need a key; and nobody is answered without one thereby.</summary>
    [Fact]
    public async Task It_passes_the_doors_that_people_pass()
    {
        await using var bot = await BotApp.StartAsync(new Dictionary<string, string?> { ["Web:Access"] = "keys" });
        await bot.IndexedAsync();
        var question = new AskRequest("How do I undo the last commit?");

        Assert.Equal(200, await bot.Get<OwnRequests>().PostAsync(AskEndpoint.Address, question, CancellationToken.None));
        Assert.Equal(400, await bot.Get<OwnRequests>().PostAsync(AskEndpoint.Address, new AskRequest(""), CancellationToken.None));
        Assert.Equal((0, 0), await RowsAsync(bot));
        using var stranger = new HttpClient();
        using var response = await stranger.PostAsJsonAsync(bot.Address + AskEndpoint.Address, question);
        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
    }

    /// <summary>What it sends by the network carries no right.</summary>
    [Theory]
    [InlineData("open", "HTTP/1.1 400 Bad Request")]
    [InlineData("keys", "HTTP/1.1 401 Unauthorized")]
    public async Task It_knocks_as_a_stranger(string access, string status)
    {
        await using var bot = await BotApp.StartAsync(new Dictionary<string, string?> { ["Web:Access"] = access });
        await bot.IndexedAsync();

        Assert.Equal(status, await bot.Get<OwnRequests>().KnockAsync(AskEndpoint.Address, CancellationToken.None));
    }

    private static async Task<(long Interactions, long Cited)> RowsAsync(BotApp bot)
    {
        await using var connection = await bot.Get<IDatabase>().OpenAsync(Workspaces.All);
        return (
            await connection.ExecuteScalarAsync<long>("select count(*) from interactions"),
            await connection.ExecuteScalarAsync<long>("select sign(count(*)) from document_days")
        );
    }
}
