using ChatBot.Starting;
using ChatBot.TestKit.Hosting;

namespace ChatBot.Bot.Tests.Hosting;

public sealed class SettingsCheckTests
{
    [Theory]
    [InlineData("Storage:Provder", "sqlite", "did you mean Storage:Provider?")]
    [InlineData("Storge:Provider", "sqlite", "did you mean Storage:Provider?")]
    [InlineData("Admin:SlackUser", "U1", "did you mean Admin:SlackUsers?")]
    [InlineData("RateLimits:PerMinute", "many", "RateLimits:PerMinute must be a whole number")]
    [InlineData("RateLimits:PerMinute", "0", "RateLimits:PerMinute must be between 1 and")]
    [InlineData("RateLimits:Loopback", "maybe", "RateLimits:Loopback must be true or false")]
    [InlineData("Storage:Provider", "oracle", "Storage:Provider must be sqlite or postgres")]
    public async Task A_wrong_setting_is_refused_with_its_name(string key, string value, string expected)
    {
        var exception = await Assert.ThrowsAsync<StartException>(() =>
            BotApp.StartAsync(new Dictionary<string, string?> { [key] = value })
        );

        Assert.Contains(expected, exception.Message);
    }

    [Fact]
    public async Task Lists_and_framework_sections_are_known()
    {
        await using var bot = await BotApp.StartAsync(
            new Dictionary<string, string?>
            {
                ["Admin:SlackUsers:0"] = "U1",
                ["Admin:TeamsUsers:1"] = "a",
                ["Logging:LogLevel:ChatBot"] = "Error",
                ["Kestrel:Limits:MaxConcurrentConnections"] = "10",
            }
        );

        Assert.NotEmpty(bot.Address);
    }
}
