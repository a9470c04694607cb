using ChatBot.Learning.Registry;
using ChatBot.TestKit.Learning;

namespace ChatBot.Core.Tests.Learning.Registry;

public sealed class AdapterChoicesTests
{
    [Theory]
    [InlineData(0.1)]
    [InlineData(0.5)]
    public async Task A_conversation_keeps_its_adapter_and_the_canary_gets_its_share_of_them(double share)
    {
        await using var driver = await RegistryDriver.CreateAsync();
        await driver.AddAsync("a1", AdapterStage.Production);
        await driver.AddAsync("a2", AdapterStage.Canary, share);
        var inUse = await driver.Choices.OfAsync("default");

        const int Count = 10_000;
        var given = Enumerable.Range(0, Count).Select(n => inUse.For($"c{n}")!.Id).ToList();
        Assert.Equal(given, Enumerable.Range(0, Count).Select(n => inUse.For($"c{n}")!.Id));
        // Chi-square with one degree of freedom, at 0.999.
        var canarys = given.Count(id => id == "a2");
        var chiSquare = Math.Pow(canarys - Count * share, 2) / (Count * share * (1 - share));
        Assert.InRange(chiSquare, 0, 10.83);
        Assert.Equal("a1", inUse.For("")!.Id);
    }

    [Fact]
    public async Task Another_canary_tries_other_conversations()
    {
        await using var driver = await RegistryDriver.CreateAsync();
        await driver.AddAsync("a1", AdapterStage.Canary);
        var first = await driver.Choices.OfAsync("default");
        await driver.Registry.RollBackAsync("default", "a1", "ada");
        await driver.AddAsync("a2", AdapterStage.Canary);
        var second = await driver.Choices.OfAsync("default");

        var both = Enumerable.Range(0, 1000).Count(n => first.For($"c{n}") is not null && second.For($"c{n}") is not null);
        Assert.InRange(both, 180, 320); // a quarter, where each has half
    }

    [Fact]
    public async Task A_step_is_seen_at_once_where_it_is_made_and_by_others_who_are_told_or_after_a_moment()
    {
        await using var driver = await RegistryDriver.CreateAsync();
        await driver.AddAsync("a1", AdapterStage.Canary, share: 0.99);
        var clock = new Clock();
        var (other, late) = (new AdapterChoices(driver.Database, TimeProvider.System), new AdapterChoices(driver.Database, clock));
        Assert.Equal("a1", (await other.OfAsync("default")).Canary?.Id);
        Assert.Equal("a1", (await late.OfAsync("default")).Canary?.Id);
        Assert.Equal("a1", (await driver.Choices.OfAsync("default")).Canary?.Id);

        await driver.Registry.PromoteAsync("default", "a1", AdapterStage.Production, "ada");
        Assert.Equal("a1", (await driver.Choices.OfAsync("default")).Production?.Id);
        other.Forget("default"); // what its name is called by, once another instance's step commits
        Assert.Equal("a1", (await other.OfAsync("default")).Production?.Id);

        Assert.Equal("a1", (await late.OfAsync("default")).Canary?.Id);
        clock.Seconds = 6;
        Assert.Equal("a1", (await late.OfAsync("default")).Production?.Id);
    }

    private sealed class Clock : TimeProvider
    {
        public int Seconds { get; set; }

        public override long GetTimestamp() => Seconds * TimestampFrequency;
    }
}
