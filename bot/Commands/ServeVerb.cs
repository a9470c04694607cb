using System.CommandLine;

namespace ChatBot.Bot.Commands;

/// <summary><c>serve</c>: the web server with every channel, until it is told to stop.</summary>
internal sealed class ServeVerb : IVerb
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
        await server.WaitForShutdownAsync(cancel);
        return server.Fault is { } fault ? throw fault : CommandLine.Done;
    }
}
