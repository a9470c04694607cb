using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using ChatBot.TestKit.Llama;

namespace ChatBot.TestKit.Models;

/// <summary>
/// llama.cpp's own server on a tiny model with random weights, which speaks nonsense in flawless protocol. <c>.ci/llama-server FOLDER</c>
/// brings the program out of Debian's testing release; <see cref="Variable"/> names it.
/// </summary>
public sealed class LlamaServer : IAsyncDisposable
{
    public const string Variable = "CHATBOT_TEST_LLAMA_SERVER";

    private readonly Process _process;
    private readonly string _folder;

    private LlamaServer(Process process, string folder, string endpoint) => (_process, _folder, Endpoint) = (process, folder, endpoint);

    /// <summary>For <c>Model:Endpoint</c>.</summary>
    public string Endpoint { get; }

    public static async Task<LlamaServer> StartAsync(string key)
    {
        var folder = Directory.CreateTempSubdirectory("llama-server-").FullName;
        var model = TinyChatModel.Save(Path.Combine(folder, "tiny.gguf"));
        var port = FreePort();
        var start = new ProcessStartInfo(Counterpart.Of(Variable)) { RedirectStandardError = true, RedirectStandardOutput = true };
        // The model's own template is for the client in process; the server's parser does not take every one.
        foreach (var argument in (string[])["-m", model, "--port", $"{port}", "--api-key", key, "-c", "1024", "-np", "2"])
            start.ArgumentList.Add(argument);
        foreach (var argument in (string[])["--no-jinja", "--chat-template", "chatml", "--log-disable"])
            start.ArgumentList.Add(argument);
        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        var server = new LlamaServer(process, folder, $"http://127.0.0.1:{port}/v1");
        await server.WaitAsync(new Uri($"http://127.0.0.1:{port}/health"));
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task WaitAsync(Uri health)
    {
        using var http = new HttpClient();
        for (var tries = 0; tries < 300 && !_process.HasExited; tries++, await Task.Delay(100))
            try
            {
                if ((await http.GetAsync(health)).IsSuccessStatusCode)
                    return;
            }
            catch (HttpRequestException)
            {
                continue; // not yet
            }
        await DisposeAsync();
        throw new InvalidOperationException("llama-server does not answer.");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

/// <summary>A fact against <see cref="LlamaServer"/>, skipped where Debian's testing release does not give it.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class LlamaServerFactAttribute : FactAttribute
{
    public LlamaServerFactAttribute() =>
        Skip = Counterpart.Find(LlamaServer.Variable) is null ? Counterpart.Missing(LlamaServer.Variable) : null;
}
