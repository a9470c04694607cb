using ChatBot.Bot.Turns.Queues;

namespace ChatBot.Bot.Tests.Turns;

public sealed class PausesTests
{
    [Theory]
    [InlineData(1, 0, 500)]
    [InlineData(1, 0.5, 750)]
    [InlineData(2, 0, 1000)]
    [InlineData(4, 0.5, 6000)]
    [InlineData(7, 0, 30_000)]
    [InlineData(5000, 0.5, 45_000)]
    public void Each_pause_is_twice_the_one_before_up_to_the_longest_half_of_it_drawn(int attempt, double drawn, double milliseconds) =>
        Assert.Equal(
            TimeSpan.FromMilliseconds(milliseconds),
            Pauses.After(attempt, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1), drawn)
        );
}
