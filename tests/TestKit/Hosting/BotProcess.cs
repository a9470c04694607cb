using System.Diagnostics;
using System.Text;

namespace ChatBot.TestKit.Hosting;

/// <summary>The real program as a process of its own, for what only a process shows: exit codes, output, ports, kills.</summary>
public sealed class BotProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly TaskCompletionSource<string> _address = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private BotProcess(Process process) => _process = process;

    /// <summary>What a command printed, and how it ended.</summary>
    public sealed record Result(int ExitCode, string Output, string Error);

    /// <summary>The address that it printed.</summary>
    public string Address { get; private set; } = "";

    public string Output
    {
        get
        {
            lock (_output)
                return _output.ToString();
        }
    }

    public int Id => _process.Id;

    /// <summary>Runs a command to its end.</summary>
    /// <param name="folder">Working directory.</param>
    /// <param name="environment">Environment variables besides the test's own.</param>
    public static async Task<Result> RunAsync(string folder, string[] args, IReadOnlyDictionary<string, string>? environment = null)
    {
        using var process = Start(folder, args, environment);
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return new Result(process.ExitCode, await output, await error);
    }

    /// <summary>Starts the server and waits until it has printed its address.</summary>
    /// <exception cref="InvalidOperationException">It ended instead; the message is what it printed.</exception>
    public static async Task<BotProcess> ServeAsync(string folder, params string[] args)
    {
        var bot = new BotProcess(Start(folder, ["--urls", "http://127.0.0.1:0", .. args], null));
        bot._process.OutputDataReceived += (_, line) => bot.Read(line.Data);
        bot._process.ErrorDataReceived += (_, line) => bot.Read(line.Data);
        bot._process.BeginOutputReadLine();
        bot._process.BeginErrorReadLine();
        if (await Task.WhenAny(bot._address.Task, bot._process.WaitForExitAsync()) != bot._address.Task && !bot._address.Task.IsCompleted)
            throw new InvalidOperationException($"The bot ended with {bot._process.ExitCode}: {bot.Output}");
        bot.Address = await bot._address.Task;
        return bot;
    }

    /// <summary>Ends it at once, as a crash would.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>Asks it to stop, as a service manager does (SIGTERM), and returns its exit code.</summary>
    public async Task<int> StopAsync()
    {
        using (var kill = Process.Start("kill", ["-TERM", Id.ToString()]))
            await kill.WaitForExitAsync();
        await _process.WaitForExitAsync();
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            await KillAsync();
        _process.Dispose();
    }

    private void Read(string? line)
    {
        if (line is null)
            return;
        lock (_output)
            _output.AppendLine(line);
        const string Sign = "listening on ";
        if (line.IndexOf(Sign, StringComparison.Ordinal) is >= 0 and var at)
            _address.TrySetResult(line[(at + Sign.Length)..].Trim());
    }

    private static Process Start(string folder, string[] args, IReadOnlyDictionary<string, string>? environment)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(Bot.Program).Assembly.Location, .. args])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
            start.Environment[name] = value;
        return Process.Start(start)!;
    }
}
