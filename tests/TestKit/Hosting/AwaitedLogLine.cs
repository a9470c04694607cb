using Microsoft.Extensions.Logging;

namespace ChatBot.TestKit.Hosting;

/// <summary>A log that a test waits on: <see cref="Seen"/> completes with the first line that holds <paramref name="part"/>.</summary>
public sealed class AwaitedLogLine(string part) : ILoggerProvider, ILogger
{
    private readonly TaskCompletionSource<string> _seen = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<string> Seen => _seen.Task.WaitAsync(TimeSpan.FromMinutes(1));

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel,
        EventId eventId,
        TState state,
        Exception? exception,
        Func<TState, Exception?, string> formatter
    )
    {
        if (formatter(state, exception) is var line && line.Contains(part, StringComparison.Ordinal))
            _seen.TrySetResult(line);
    }

    public void Dispose() { }
}
