using ChatBot.Bot.Access.Hosts;
using ChatBot.Bot.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace ChatBot.Bot.Tests.Access.Hosts;

public sealed class HostNamesTests
{
    [Theory]
    [InlineData(null, "", "", true)]
    [InlineData(null, "", "LocalHost", true)]
    [InlineData(null, "", "[::1]", true)]
    [InlineData(null, "", "192.0.2.7", true)]
    [InlineData(null, "", "bot.example.com", false)]
    [InlineData(null, "https://bot.example.com/", "Bot.Example.com", true)]
    [InlineData(null, "https://bot.example.com/", "example.com", false)]
    [InlineData("*", "", "anything.example", true)]
    [InlineData("one.example;two.example", "", "two.example", true)]
    [InlineData("one.example; two.example ;", "", "TWO.example", true)]
    [InlineData("one.example", "", "three.example", false)]
    [InlineData("*.intern.example", "", "a.Intern.example", true)]
    [InlineData("*.intern.example", "", "a.b.intern.example", true)]
    [InlineData("*.intern.example", "", "intern.example", false)]
    [InlineData("*.intern.example", "", "evilintern.example", false)]
    [InlineData("intern.*.", "", "xntern.*.", false)]
    [InlineData("intern.example", "", "a.intern.example", false)]
    public void A_name_is_known_where_it_was_allowed(string? allowed, string address, string host, bool isKnown)
    {
        var settings = new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?> { ["AllowedHosts"] = allowed })
            .Build();

        var names = new HostNames(settings, Options.Create(new WebOptions { PublicAddress = address }));

        Assert.Equal(isKnown, names.Allows(host));
    }
}
