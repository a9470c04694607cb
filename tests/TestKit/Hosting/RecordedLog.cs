using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace ChatBot.TestKit.Hosting;

/// <summary>All that is logged, at every level: a line as it reads, and behind it what a structured log would keep.</summary>
public sealed class RecordedLog : ILoggerProvider, ILogger
{
    private readonly ConcurrentQueue<(LogLevel Level, string Text)> _entries = new();

    public IReadOnlyList<(LogLevel Level, string Text)> Entries => [.. _entries];

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
    ) => _entries.Enqueue((logLevel, $"{formatter(state, exception)} {state} {exception}"));

    public void Dispose()
    {
        // Nothing is held.
    }
}
