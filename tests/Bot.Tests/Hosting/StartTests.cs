using ChatBot.TestKit.Hosting;
using ChatBot.TestKit.Storage;

namespace ChatBot.Bot.Tests.Hosting;

public sealed class StartTests
{
    [Fact]
    public async Task A_started_bot_is_alive()
    {
        await using var bot = await BotApp.StartAsync();

        Assert.Contains("alive", await bot.Http.GetStringAsync("/health"));
        Assert.Equal(!TestStorage.IsPostgres, File.Exists(Path.Combine(bot.Folder, "chatbot.db")));
    }
}
