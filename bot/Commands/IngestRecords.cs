using System.CommandLine;
using ChatBot.Bot.Commands.Progress;
using ChatBot.Knowledge.Reading;
using ChatBot.Knowledge.Records.Importing.Running;
using ChatBot.Knowledge.Records.Importing.Shaping;
using ChatBot.Knowledge.Records.Storing;
using ChatBot.Starting;
using Spectre.Console;

namespace ChatBot.Bot.Commands;

/// <summary><c>ingest --records FILE…</c>: imports tables row by row, after showing what their columns are taken for.</summary>
internal sealed class IngestRecords(CommandContext context, IServiceProvider services, string workspace, bool json)
{
    private readonly RecordImports _imports = services.GetRequiredService<RecordImports>();

    public async Task<int> RunAsync(ParseResult parsed, RecordFlags flags, IReadOnlyList<string> paths, CancellationToken cancel)
    {
        var (wishes, dryRun, yes) = (flags.Wishes(parsed), parsed.GetValue(flags.DryRun), parsed.GetValue(flags.Yes));
        var printed = new List<object>();
        foreach (var request in flags.Requests(parsed, paths))
            try
            {
                using var prepared = _imports.Prepare(request, wishes, cancel);
                if (dryRun)
                {
                    printed.Add(
                        new
                        {
                            path = request.Path,
                            source = prepared.Table.Source,
                            prepared.Plan.Noun,
                            prepared.Plan.Columns,
                        }
                    );
                    if (!json)
                        await context.Out.WriteAsync(RecordTexts.Shape(prepared));
                    continue;
                }
                if (!Confirmed(prepared, yes))
                    return CommandLine.Failed;
                var (report, notes) = await RecordImportProgress.ShowAsync(
                    context.Error,
                    prepared.Table.Name,
                    progress => _imports.RunAsync(workspace, prepared, progress, cancel)
                );
                foreach (var note in notes)
                    await context.Error.WriteLineAsync($"{prepared.Table.Name}: {note}");
                printed.Add(
                    new
                    {
                        path = request.Path,
                        source = prepared.Table.Source,
                        prepared.Plan.Noun,
                        report,
                        notes,
                    }
                );
                if (!json)
                    await context.Out.WriteAsync(RecordTexts.Report(prepared.Table.Name, report));
            }
            catch (ShapeException fault)
            {
                throw new UsageException(fault.Message);
            }
            catch (UnreadableDocumentException fault)
            {
                await context.Error.WriteLineAsync(fault.Message);
                return CommandLine.Failed;
            }
        if (json)
            await context.Out.WriteLineAsync(WireJson.Write(new { sources = printed }));
        return CommandLine.Done;
    }

    /// <summary>Takes a source and its rows out.</summary>
    public async Task ForgetAsync(string source, CancellationToken cancel)
    {
        var removed =
            await _imports.ForgetAsync(workspace, source, cancel)
            ?? await _imports.ForgetAsync(workspace, Path.GetFullPath(source), cancel);
        if (removed is null)
        {
            var known = string.Join(
                ", ",
                (await services.GetRequiredService<RecordSources>().ListAsync(workspace, cancel)).Select(candidate => candidate.Source)
            );
            throw new UsageException($"{source} is not a source of records of workspace {workspace}; the sources are: {known}.");
        }
        await context.Out.WriteLineAsync($"{source}: {removed} {(removed == 1 ? "row" : "rows")} removed");
    }

    /// <summary>Asks on a terminal; in a pipe the shape is told and used.</summary>
    private bool Confirmed(PreparedImport prepared, bool yes)
    {
        if (!RecordImportProgress.IsTerminal(context.Error) || Console.IsInputRedirected)
        {
            context.Error.Write(RecordTexts.Shape(prepared));
            return true;
        }
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        var table = new Table().Title(Markup.Escape($"{prepared.Table.Name}: each row is one {prepared.Plan.Noun}"));
        table.AddColumns("Column", "Is", "Personal data");
        foreach (var column in prepared.Plan.Columns)
            table.AddRow(Markup.Escape(column.Column.Name), RecordTexts.Role(column), RecordTexts.Rule(column.Column));
        console.Write(table);
        if (yes || prepared.IsKnown)
            return true;
        if (console.Prompt(new ConfirmationPrompt("Import it like this?")))
            return true;
        context.Error.WriteLine($"Nothing was imported: say it with --id, --facet, --date and the like, or in {RecordsFile.FileName}.");
        return false;
    }
}
