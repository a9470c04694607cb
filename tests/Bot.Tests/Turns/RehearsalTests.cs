using ChatBot.Bot.Turns;
using ChatBot.TestKit.Turns;

namespace ChatBot.Bot.Tests.Turns;

public sealed class RehearsalTests
{
    [Fact]
    public async Task Nothing_of_a_rehearsal_remains()
    {
        await using var turns = await TurnsDriver.CreateAsync();
        var before = await RowsAsync(turns);
        await turns.Get<Rehearsal>().RunAsync(CancellationToken.None);
        Assert.Equal(before, await RowsAsync(turns));
    }

    private static async Task<IReadOnlyList<long>> RowsAsync(TurnsDriver turns)
    {
        var rows = new List<long>();
        foreach (var table in (string[])["inbox", "outbox", "deliveries", "interactions", "preferences"])
            rows.Add(await turns.CountAsync($"select count(*) from {table}"));
        return rows;
    }
}
