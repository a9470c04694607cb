using ChatBot.Answering.Guarding;
using ChatBot.Bot.Access.Keys;
using ChatBot.Bot.Hosting;
using ChatBot.Bot.Hosting.Indexing;
using ChatBot.Learning.Exports;
using ChatBot.Settings;
using ChatBot.Starting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Options;

namespace ChatBot.Bot;

/// <summary>The running web server: what <c>serve</c> waits for, and what tests drive in process.</summary>
public sealed class BotServer : IAsyncDisposable
{
    private const string DefaultAddress = "http://127.0.0.1:3978";

    /// <summary>These log with a stack trace what ends the start; it is told in one line instead.</summary>
    private static readonly string[] SaysWhyItCannotStart =
    [
        "Microsoft.Extensions.Hosting.Internal.Host",
        "Microsoft.AspNetCore.Server.Kestrel",
    ];

    private readonly WebApplication _app;
    private bool _started;

    private BotServer(WebApplication app) => _app = app;

    public IServiceProvider Services => _app.Services;

    /// <summary>The first address that it listens on, with the real port where 0 was asked for.</summary>
    public string Address => _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();

    /// <summary>Builds, prepares and starts; returns when the port is open.</summary>
    /// <param name="settings">Settings of the command line.</param>
    /// <param name="adjust">Changes services before the application is built: tests put fakes on the network's edge.</param>
    public static async Task<BotServer> StartAsync(
        IEnumerable<KeyValuePair<string, string?>> settings,
        Action<IServiceCollection>? adjust = null,
        CancellationToken cancel = default
    )
    {
        var builder = WebApplication.CreateBuilder(
            new WebApplicationOptions
            {
                ContentRootPath = SettingsSources.ProgramFolder,
                WebRootPath = "wwwroot",
                ApplicationName = typeof(Program).Assembly.GetName().Name,
            }
        );
        SettingsSources.Apply(builder.Configuration, settings);
        ConsoleLog.Configure(builder.Logging, builder.Configuration, toStandardError: false);
        builder.WebHost.UseSetting(
            WebHostDefaults.ServerUrlsKey,
            string.Join(
                ';',
                ((string?[])[builder.Configuration["urls"] ?? DefaultAddress, builder.Configuration["Web:PlatformUrls"]]).Where(url =>
                    !string.IsNullOrWhiteSpace(url)
                )
            )
        );
        Program.AddCore(builder.Services, builder.Configuration);
        Program.AddDoors(builder.Services, builder.Configuration);
        adjust?.Invoke(builder.Services);
        SettingsCheck.Run(builder.Services, builder.Configuration);

        var isStarting = true;
        foreach (var category in SaysWhyItCannotStart)
            builder.Logging.AddFilter(category, level => !isStarting && level >= LogLevel.Warning);

        var server = new BotServer(builder.Build());
        try
        {
            _ = server.Services.GetRequiredService<ModelOpening>().Begin();
            await Preparation.RunAsync(server.Services, cancel);
            TrainingExport.ForgetUnsent(server.Services.GetRequiredService<IOptions<DataOptions>>().Value);
            server.Services.GetRequiredService<AdminKey>();
            Program.MapDoors(server._app);
            await server._app.StartAsync(cancel);
            server._started = true;
            isStarting = false;
            return server;
        }
        catch (Exception exception)
        {
            // The host only says that its start was cancelled; the service that ended it says why.
            var fault = exception is OperationCanceledException && !cancel.IsCancellationRequested ? server.Fault : null;
            await server.DisposeAsync();
            if (fault is null)
                throw;
            throw fault;
        }
    }

    /// <summary>What ended a service that has to run as long as the program does, and with it the program; null while all run.</summary>
    public StartException? Fault =>
        Services
            .GetServices<IHostedService>()
            .OfType<BackgroundService>()
            .Where(service => service.ExecuteTask is { IsFaulted: true })
            .Select(service => new StartException(
                $"{service.GetType().Name} ended: {StartFailure.Explain(service.ExecuteTask!.Exception!)}",
                service.ExecuteTask.Exception
            ))
            .FirstOrDefault();

    /// <summary>What a person needs to know after the start, a line each.</summary>
    public string Welcome()
    {
        var data = Path.GetFullPath(Services.GetRequiredService<IOptions<DataOptions>>().Value.Directory);
        var key = Services.GetRequiredService<AdminKey>().File is { } file
            ? $"The admin key lies in {file}"
            : "The admin key is the one in Admin:ApiKey";
        var topic = Services.GetRequiredService<TopicSource>().Topic is null
            ? Environment.NewLine + "Warning: Guard:TopicFile is empty, so questions of any topic are answered; attacks stay refused."
            : "";
        var access =
            Services.GetRequiredService<IOptions<WebOptions>>().Value.Access == WebAccess.Open
                ? Environment.NewLine + "Warning: Web:Access is open, so everybody who reaches the port may ask and rate without a key."
                : "";
        return $"""
            ChatBot is listening on {Address}
            {key}
            Data lies in {data}; Ctrl+C stops.{topic}{access}
            """;
    }

    public Task WaitForShutdownAsync(CancellationToken cancel = default) => _app.WaitForShutdownAsync(cancel);

    public async ValueTask DisposeAsync()
    {
        if (_started)
            await _app.StopAsync();
        await _app.DisposeAsync();
    }
}
