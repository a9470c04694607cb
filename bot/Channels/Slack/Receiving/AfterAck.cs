using System.Threading.Channels;
using ChatBot.Privacy;

namespace ChatBot.Bot.Channels.Slack.Receiving;

/// <summary>
/// What is shown after an event has been acknowledged, and may be lost with the process without harm: forms that open, notes,
/// the Home tab. What must not be lost goes through the inbox instead.
/// </summary>
public sealed partial class AfterAck(ILogger<AfterAck> log) : BackgroundService
{
    private const int Waiting = 1000;
    private const int Working = 4;

    private readonly Channel<Func<CancellationToken, Task>> _work = Channel.CreateBounded<Func<CancellationToken, Task>>(
        new BoundedChannelOptions(Waiting) { FullMode = BoundedChannelFullMode.DropWrite }
    );

    public void Do(Func<CancellationToken, Task> work) => _work.Writer.TryWrite(work);

    protected override Task ExecuteAsync(CancellationToken stopping) =>
        Task.WhenAll(Enumerable.Range(0, Working).Select(_ => WorkAsync(stopping)));

    private async Task WorkAsync(CancellationToken stopping)
    {
        try
        {
            await foreach (var work in _work.Reader.ReadAllAsync(stopping))
                await DoAsync(work, stopping);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The bot stops; what is left was a nicety.
        }
    }

    private async Task DoAsync(Func<CancellationToken, Task> work, CancellationToken stopping)
    {
        try
        {
            await work(stopping);
        }
        catch (Exception fault) when (!stopping.IsCancellationRequested)
        {
            Failed(FaultTrace.Of(fault));
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Slack: something could not be shown after an event: {Trace}")]
    private partial void Failed(string trace);
}
