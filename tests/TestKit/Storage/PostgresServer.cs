using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace ChatBot.TestKit.Storage;

/// <summary>
/// A throw-away PostgreSQL server that a test may stop and start, unlike the one that all tests share. <c>.ci/postgres</c> makes it.
/// </summary>
public sealed class PostgresServer : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("chatbot-server-").FullName;
    private readonly int _port = FreePort();

    private PostgresServer() { }

    /// <summary>Of an empty database, as a superuser.</summary>
    public string ConnectionString =>
        new NpgsqlConnectionStringBuilder
        {
            Host = "127.0.0.1",
            Port = _port,
            Username = "postgres",
            Database = "postgres",
            MaxPoolSize = 20,
        }.ConnectionString;

    public static async Task<PostgresServer> CreateAsync()
    {
        var server = new PostgresServer();
        await server.StartAsync();
        return server;
    }

    public Task StartAsync() => RunAsync("start");

    /// <summary>Ends every connection and leaves the port closed.</summary>
    public Task StopAsync() => RunAsync("stop");

    public async ValueTask DisposeAsync()
    {
        await RunAsync("stop");
        Directory.Delete(_folder, recursive: true);
    }

    private async Task RunAsync(string verb)
    {
        var start = new ProcessStartInfo(Path.Combine(SharedData.RepositoryRoot!, ".ci", "postgres"), [verb, _folder]);
        start.Environment["PGTEST_PORT"] = _port.ToString();
        using var process = Process.Start(start)!;
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($".ci/postgres {verb} ended with {process.ExitCode}");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
