using ChatBot.Starting;
using ChatBot.TestKit;
using ChatBot.TestKit.Hosting;
using ChatBot.TestKit.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ChatBot.Bot.Tests.Hosting;

public sealed class StartTests
{
    [Fact]
    public async Task A_started_bot_is_alive()
    {
        await using var bot = await BotApp.StartAsync();

        Assert.Contains("alive", await bot.Http.GetStringAsync("/health"));
        Assert.Equal(!TestStorage.IsPostgres, File.Exists(Path.Combine(bot.Folder, "chatbot.db")));
    }

    [Fact]
    public async Task A_service_that_ends_the_start_is_named_with_its_reason()
    {
        var failed = await Assert.ThrowsAsync<StartException>(() =>
            BotApp.StartAsync(adjust: services => services.AddHostedService<Unlucky>().AddHostedService<Patient>())
        );

        Assert.Equal("Unlucky ended: the disk is on fire", failed.Message);
    }

    [CounterpartFact(TestStorage.Server)]
    public async Task A_bot_that_starts_before_its_database_says_so_and_waits()
    {
        await using var server = await PostgresServer.CreateAsync();
        await server.StopAsync();
        var waiting = new AwaitedLogLine("The database does not answer yet");
        var start = BotApp.StartAsync(
            new Dictionary<string, string?> { ["Storage:Provider"] = "postgres", ["Storage:ConnectionString"] = server.ConnectionString },
            services => services.AddSingleton<ILoggerProvider>(waiting)
        );

        await waiting.Seen;
        await server.StartAsync();

        await using var bot = await start;
        Assert.Contains("alive", await bot.Http.GetStringAsync("/health"));
    }

    [Fact]
    public async Task A_bot_whose_database_never_answers_gives_up_in_one_line_after_its_patience()
    {
        var folder = Directory.CreateTempSubdirectory("chatbot-start-").FullName;
        var result = await BotProcess.RunAsync(
            folder,
            [
                "--Storage:Provider=postgres",
                "--Storage:ConnectionString=Host=127.0.0.1;Port=1;Username=bot",
                "--Storage:StartPatience=00:00:00",
            ]
        );
        Directory.Delete(folder, recursive: true);

        Assert.Equal(1, result.ExitCode);
        Assert.StartsWith(
            "The database did not answer within 00:00:00 (Storage:StartPatience): ",
            Assert.Single(result.Error.TrimEnd().Split('\n'))
        );
    }

    private sealed class Unlucky : BackgroundService
    {
        protected override async Task ExecuteAsync(CancellationToken stopping)
        {
            await Task.Yield();
            throw new InvalidOperationException("the disk is on fire");
        }
    }

    /// <summary>Keeps the host from having started until its start is cancelled.</summary>
    private sealed class Patient : IHostedService
    {
        public Task StartAsync(CancellationToken cancel) => Task.Delay(Timeout.InfiniteTimeSpan, cancel);

        public Task StopAsync(CancellationToken cancel) => Task.CompletedTask;
    }
}
