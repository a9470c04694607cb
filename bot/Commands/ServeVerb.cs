using System.CommandLine;
using ChatBot.Bot.Hosting;
using ChatBot.Privacy;

namespace ChatBot.Bot.Commands;

/// <summary><c>serve</c>: the web server with every channel, until it is told to stop.</summary>
internal sealed partial class ServeVerb : IVerb
{
    public Command Describe(CommandContext context)
    {
        var command = new Command(
            "serve",
            "Serve the web chat, the HTTP API and the configured channels (the default). --urls sets the address."
        );
        command.SetAction((_, cancel) => RunAsync(context, cancel));
        return command;
    }

    public async Task<int> RunAsync(CommandContext context, CancellationToken cancel)
    {
        await using var server = await BotServer.StartAsync(context.Settings, cancel: cancel);
        await context.Out.WriteLineAsync(server.Welcome());
        var examples = SayExamplesAsync(context, server);
        await server.WaitForShutdownAsync(cancel);
        await examples;
        return server.Fault is { } fault ? throw fault : CommandLine.Done;
    }

    /// <summary>Soon after the documents are read.</summary>
    private static async Task SayExamplesAsync(CommandContext context, BotServer server)
    {
        var stopping = server.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        try
        {
            if (await server.Services.GetRequiredService<StarterQuestions>().FindAsync(stopping) is { Count: > 0 } questions)
                await context.Out.WriteLineAsync(
                    string.Join(Environment.NewLine, questions.Select(question => $"  {question}").Prepend("Questions to begin with:"))
                );
        }
        catch (Exception fault)
        {
            if (!stopping.IsCancellationRequested)
                NotTried(server.Services.GetRequiredService<ILogger<ServeVerb>>(), FaultTrace.Of(fault));
        }
    }

    [LoggerMessage(LogLevel.Warning, "No questions to begin with were tried: {Trace}")]
    private static partial void NotTried(ILogger log, string trace);
}
