using System.CommandLine;
using ChatBot.Bot.Commands.Progress;
using ChatBot.Settings;
using ChatBot.Starting;
using ChatBot.Storage;
using ChatBot.Storage.Moving;
using ChatBot.Storage.Sqlite;
using Microsoft.Extensions.Options;

namespace ChatBot.Bot.Commands;

/// <summary><c>migrate --from sqlite --to postgres</c>: moves everything into the configured PostgreSQL database.</summary>
internal sealed class MigrateVerb : IVerb
{
    public Command Describe(CommandContext context)
    {
        var from = new Option<string>("--from") { Description = "The engine to move from: sqlite.", Required = true };
        var to = new Option<string>("--to")
        {
            Description = "The engine to move to: postgres, as Storage:ConnectionString names it.",
            Required = true,
        };
        var file = new Option<string?>("--file")
        {
            Description = "The SQLite file; chatbot.db in the data directory where it is not given.",
        };
        var command = new Command(
            "migrate",
            "Move all data to another storage engine. Stop the bot first; an interrupted move goes on where it stopped."
        )
        {
            from,
            to,
            file,
        };
        command.SetAction(
            (parsed, cancel) => RunAsync(context, parsed.GetValue(from)!, parsed.GetValue(to)!, parsed.GetValue(file), cancel)
        );
        return command;
    }

    private static async Task<int> RunAsync(CommandContext context, string from, string to, string? file, CancellationToken cancel)
    {
        if ((from, to) is not ("sqlite", "postgres"))
            throw new UsageException($"migrate moves from sqlite to postgres, not from {from} to {to}.");
        KeyValuePair<string, string?>[] target = [new("Storage:Provider", "postgres")];
        await using (var settings = context.Build(target))
            if (settings.GetRequiredService<IOptions<StorageOptions>>().Value.ConnectionString.Length == 0)
                throw new UsageException(
                    "migrate has to know where PostgreSQL is: set Storage:ConnectionString, such as "
                        + "\"Host=db;Database=chatbot;Username=chatbot;Password=…\"."
                );
        await using var services = await context.OpenAsync(target, cancel);
        file ??= services.GetRequiredService<IOptions<DataOptions>>().Value.PathOf("chatbot.db");
        if (!File.Exists(file))
            throw new UsageException($"There is no SQLite database at {file}; name it with --file.");
        using var source = new SqliteDatabase($"Data Source={file}");
        await new Migrator(source, services.GetRequiredService<TimeProvider>()).MigrateAsync(cancel);
        var move = new DatabaseMove(
            source,
            services.GetRequiredKeyedService<IDatabase>(StorageRegistration.Owner),
            services.GetServices<IMovedTable>()
        );
        var moved = await ProgressReport.ShowAsync(context.Error, "Moving tables", progress => move.RunAsync(progress, cancel));
        foreach (var table in moved.Where(table => table.Rows > 0))
            await context.Out.WriteLineAsync($"{table.Table}: {table.Rows} rows, hash {table.Hash:x16}");
        await context.Out.WriteLineAsync(
            $"{moved.Sum(table => table.Rows)} rows moved and compared. Set Storage:Provider to postgres and start the bot."
        );
        return CommandLine.Done;
    }
}
