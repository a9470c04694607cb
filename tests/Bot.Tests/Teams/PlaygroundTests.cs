using System.Net;
using System.Net.Sockets;
using ChatBot.Learning.Review;
using ChatBot.Storage;
using ChatBot.TestKit;
using ChatBot.TestKit.Hosting;
using ChatBot.TestKit.Teams;
using Dapper;

namespace ChatBot.Bot.Tests.Teams;

/// <summary>Microsoft's own local Teams client in Chromium: what its people see and press is what ours will.</summary>
public sealed class PlaygroundTests
{
    private static string Scripts => Path.Combine(AppContext.BaseDirectory, "Teams", "Playground");

    [CounterpartFact(NodeProgram.Modules)]
    public async Task Asking_rating_correcting_and_approving_work_in_Microsofts_local_client()
    {
        var (modules, chromium) = (Counterpart.Of(NodeProgram.Modules), Counterpart.Of(NodeProgram.Chromium));
        await using var bot = await BotApp.StartAsync(
            new Dictionary<string, string?>
            {
                ["Teams:AllowAnonymous"] = "true",
                ["Admin:TeamsUsers:0"] = "00000000-0000-0000-0000-0000000000020",
                ["Admin:TeamsConversation"] = "22222222-2222-4222-8222-222222222222",
            }
        );
        var folder = Directory.CreateTempSubdirectory("chatbot-playground-").FullName;
        File.Copy(Path.Combine(Scripts, "config.yml"), Path.Combine(folder, ".m365agentsplayground.yml"));
        var port = FreePort();
        await using var client = await NodeProgram.StartAsync(
            folder,
            $"Listening on {port}",
            Path.Combine(modules, "node_modules", "@microsoft", "m365agentsplayground", "cli.js"),
            "start",
            "-e",
            bot.Address + "/api/messages",
            "-c",
            "msteams",
            "-p",
            $"{port}",
            "--disable-telemetry"
        );
        var pictures = Directory.CreateDirectory(Path.Combine(SharedData.RepositoryRoot ?? folder, "TestResults", "playground")).FullName;
        Assert.Contains(
            "done",
            await NodeProgram.RunAsync(Path.Combine(Scripts, "drive.mjs"), modules, chromium, $"http://127.0.0.1:{port}/", pictures)
        );

        var correction = Assert.Single(await bot.Get<CorrectionStore>().ListAsync(Workspaces.Default));
        Assert.Equal((CorrectionStatus.Approved, "Alex Wilber"), (correction.Status, correction.Reviewer));
        await using var connection = await bot.Get<IDatabase>().OpenAsync(Workspaces.All);
        Assert.Equal(4, await connection.ExecuteScalarAsync<long>("select overall from ratings"));
        Directory.Delete(folder, recursive: true);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
