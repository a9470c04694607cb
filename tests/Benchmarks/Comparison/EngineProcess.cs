using System.Diagnostics;

namespace ChatBot.Benchmarks.Comparison;

/// <summary>
/// An engine in a process of its own, asked a round at a time, so that rounds of several engines can take turns while each keeps its index.
/// One that fails is told with its reason, and is not asked again.
/// </summary>
internal sealed class EngineProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly List<string> _complaints = [];

    public EngineProcess(string program, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        _process = Process.Start(start)!;
        _process.ErrorDataReceived += (_, line) =>
        {
            if (!string.IsNullOrWhiteSpace(line.Data))
                lock (_complaints)
                    _complaints.Add(line.Data.Trim());
        };
        _process.BeginErrorReadLine();
    }

    /// <summary>Why it ended; null while it is there.</summary>
    public string? Failure { get; private set; }

    /// <summary>What it tells next; null where it failed.</summary>
    public async Task<ComparedRound?> ReadAsync()
    {
        if (await _process.StandardOutput.ReadLineAsync() is { } line)
            return ComparedRound.Read(line);
        await _process.WaitForExitAsync();
        lock (_complaints)
            Failure =
                _complaints.FirstOrDefault(text => text.Contains("FATAL") || text.Contains("Error") || text.Contains("Unhandled"))
                ?? _complaints.LastOrDefault()
                ?? (_process.ExitCode > 128 ? $"ended by signal {_process.ExitCode - 128}" : $"ended with code {_process.ExitCode}");
        return null;
    }

    /// <param name="way">What to ask for, where the engine has several ways.</param>
    public async Task<ComparedRound?> AskAsync(string way)
    {
        try
        {
            await _process.StandardInput.WriteLineAsync(way);
            await _process.StandardInput.FlushAsync();
        }
        catch (IOException) { } // it has ended: reading says why
        return await ReadAsync();
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            _process.StandardInput.Close(); // which ends it
        }
        catch (IOException) { }
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
