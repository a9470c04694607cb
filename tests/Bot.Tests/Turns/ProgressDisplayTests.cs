using ChatBot.Bot.Channels;
using ChatBot.Bot.Turns;
using ChatBot.Bot.Turns.Receiving;
using ChatBot.TestKit;

namespace ChatBot.Bot.Tests.Turns;

/// <summary>The display by itself: what it stores, takes back and reports of what the channel does.</summary>
public sealed class ProgressDisplayTests
{
    private readonly SteppingTime _time = new();
    private readonly List<string> _begun = [];
    private readonly List<string> _discarded = [];
    private readonly List<Exception> _failed = [];

    [Theory]
    [InlineData(true, new string[0])]
    [InlineData(false, new[] { "b1" })]
    public async Task What_could_not_be_stored_is_taken_away_again(bool isStored, string[] discarded)
    {
        var channel = new Scripted(display => display.End()) { Standing = ["b1"] };

        await RunAsync(channel, _ => Task.FromResult(isStored));

        Assert.Equal(["b1"], _begun);
        Assert.Equal(discarded, _discarded);
        Assert.Equal(1, channel.Ended);
    }

    [Fact]
    public async Task What_the_database_could_not_be_asked_about_is_taken_away_too()
    {
        await RunAsync(new Scripted(display => display.End()) { Standing = ["b1"] }, _ => throw new IOException("away"));

        Assert.Equal(["b1"], _discarded);
        Assert.IsType<IOException>(Assert.Single(_failed));
    }

    [Fact]
    public async Task What_was_stored_once_stays_whatever_cannot_be_stored_later()
    {
        var channel = new Scripted(display => display.Begins("next"), display => display.End()) { Standing = ["b1", "b2"] };

        await RunAsync(channel, begun => Task.FromResult(begun == "b1"));

        Assert.Equal(["b1", "b2"], _begun);
        Assert.Empty(_discarded);
    }

    [Fact]
    public async Task A_channel_that_cannot_end_a_showing_is_reported()
    {
        await RunAsync(new Scripted(display => display.End()) { Ending = new HttpRequestException("gone") }, _ => Task.FromResult(true));

        Assert.IsType<HttpRequestException>(Assert.Single(_failed));
    }

    [Fact]
    public async Task The_same_is_not_shown_twice_and_nothing_sooner_than_the_channel_wants()
    {
        var channel = new Scripted(display => display.Says("One."), _ => { });
        var display = Display(channel, _ => Task.FromResult(true));
        channel.Waited = pauses =>
        {
            if (pauses == 5)
                display.End();
        };

        await display.RunAsync();

        Assert.Equal([new Progress("", ""), new Progress("", "One.")], channel.Shown);
        Assert.Equal(TimeSpan.FromMilliseconds(400), _time.Waits[0]);
        Assert.Equal(5, _time.Waits.Count(wait => wait == TimeSpan.FromMilliseconds(10)));
    }

    private Task RunAsync(Scripted channel, Func<string, Task<bool>> stores) => Display(channel, stores).RunAsync();

    private ProgressDisplay Display(Scripted channel, Func<string, Task<bool>> stores)
    {
        var display = new ProgressDisplay(
            channel,
            new TurnsOptions(),
            begun =>
            {
                _begun.Add(begun);
                return stores(begun);
            },
            begun =>
            {
                _discarded.Add(begun);
                return Task.CompletedTask;
            },
            _failed.Add,
            _time
        );
        channel.Display = display;
        return display;
    }

    /// <summary>After each showing the next of <paramref name="then"/> happens.</summary>
    private sealed class Scripted(params Action<ProgressDisplay>[] then) : IAnswerProgress
    {
        private int _pauses;

        public ProgressDisplay? Display { get; set; }
        public string[] Standing { get; init; } = [];
        public Exception? Ending { get; init; }
        public List<Progress> Shown { get; } = [];
        public int Ended { get; private set; }
        public Action<int> Waited { get; set; } = _ => { };

        public TimeSpan Pause
        {
            get
            {
                Waited(++_pauses);
                return TimeSpan.FromMilliseconds(10);
            }
        }

        public Task<string?> ShowAsync(Progress progress, CancellationToken cancel)
        {
            var n = Shown.Count;
            Shown.Add(progress);
            if (n < then.Length)
                then[n](Display!);
            return Task.FromResult(Standing.ElementAtOrDefault(n));
        }

        public Task EndAsync(CancellationToken cancel)
        {
            Ended++;
            return Ending is { } fault ? throw fault : Task.CompletedTask;
        }
    }
}
