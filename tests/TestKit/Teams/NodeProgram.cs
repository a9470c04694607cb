using System.Diagnostics;
using System.Text;

namespace ChatBot.TestKit.Teams;

/// <summary>A program of the node package folder that <see cref="Modules"/> names, for tests against other people's clients.</summary>
public sealed class NodeProgram : IAsyncDisposable
{
    /// <summary>
    /// A folder with a <c>node_modules</c> that holds @microsoft/m365agentsplayground, adaptivecards, @microsoft/app-manifest, ajv,
    /// ajv-draft-04 and playwright-core.
    /// </summary>
    public const string Modules = "CHATBOT_TEST_PLAYGROUND";

    /// <summary>A Chromium program.</summary>
    public const string Chromium = "CHATBOT_TEST_CHROMIUM";

    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly TaskCompletionSource _spoke = new();

    private NodeProgram(Process process, string? until)
    {
        _process = process;
        DataReceivedEventHandler listen = (_, line) =>
        {
            lock (_output)
                _output.AppendLine(line.Data);
            if (until is not null && line.Data?.Contains(until, StringComparison.Ordinal) == true)
                _spoke.TrySetResult();
        };
        process.OutputDataReceived += listen;
        process.ErrorDataReceived += listen;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public string Output
    {
        get
        {
            lock (_output)
                return _output.ToString();
        }
    }

    /// <summary>Starts <c>node</c> and waits until it has said <paramref name="until"/>.</summary>
    public static async Task<NodeProgram> StartAsync(string folder, string? until, params string[] arguments)
    {
        var start = new ProcessStartInfo("node", arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        start.Environment["BROWSER"] = "none";
        var program = new NodeProgram(Process.Start(start)!, until);
        if (
            until is not null
            && await Task.WhenAny(program._spoke.Task, program._process.WaitForExitAsync(), Task.Delay(TimeSpan.FromSeconds(60)))
                != program._spoke.Task
        )
            throw new InvalidOperationException($"node {arguments[0]} did not say \"{until}\": {program.Output}");
        return program;
    }

    /// <summary>Runs a script to its end; what it printed, and an error where its exit code is not 0.</summary>
    public static async Task<string> RunAsync(params string[] arguments)
    {
        await using var program = await StartAsync(Path.GetTempPath(), null, arguments);
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(5));
        await program._process.WaitForExitAsync(patience.Token);
        return program._process.ExitCode == 0
            ? program.Output
            : throw new InvalidOperationException($"node {arguments[0]} ended with {program._process.ExitCode}: {program.Output}");
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
