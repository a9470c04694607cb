using System.CommandLine;
using ChatBot.Answering.Guarding;
using ChatBot.Answering.Guarding.Suggesting;
using ChatBot.Bot.Commands.Progress;
using ChatBot.Knowledge.Indexing;
using ChatBot.Starting;
using ChatBot.Storage;
using Microsoft.Extensions.Options;

namespace ChatBot.Bot.Commands;

/// <summary>
/// <c>ingest PATH…</c>: brings the index up to date with folders, git checkouts and files; with <c>--records</c> imports tables.
/// </summary>
internal sealed class IngestVerb : IVerb
{
    private const int ShownRefused = 3;

    public Command Describe(CommandContext context)
    {
        var paths = new Argument<string[]>("PATH")
        {
            Description = "Folders, git checkouts or files. Each is a source: what is gone from it leaves the index.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var category = new Option<string?>("--category") { Description = "Category of documents that name none themselves." };
        var workspace = new Option<string>("--workspace")
        {
            Description = "Whose knowledge it is.",
            DefaultValueFactory = _ => Workspaces.Default,
        };
        var forget = new Option<string[]>("--forget")
        {
            Description = "Take a source out of the index: its path, or \"sample\" for the sample knowledge.",
        };
        var wordsOnly = new Option<bool>("--words-only")
        {
            Description = "Do not wait for vectors: what is indexed is found by its words, and the server, or the next ingest, makes them.",
        };
        var json = new Option<bool>("--json")
        {
            Description = "Print one JSON object: a report for each PATH, with counts by kind of file.",
        };
        var command = new Command("ingest", "Index documents, or bring the index up to date with them.")
        {
            paths,
            category,
            workspace,
            forget,
            wordsOnly,
            json,
        };
        var flags = new RecordFlags();
        flags.AddTo(command);
        command.Validators.Add(result =>
        {
            if (flags.HasQuery(result))
                return;
            if (result.GetValue(paths) is not { Length: > 0 } && result.GetValue(forget) is not { Length: > 0 })
                result.AddError("ingest needs at least one PATH.");
        });
        command.SetAction(
            (parsed, cancel) =>
                parsed.GetValue(flags.Records)
                    ? RunAsync(
                        context,
                        parsed,
                        flags,
                        parsed.GetValue(workspace)!,
                        parsed.GetValue(paths) ?? [],
                        parsed.GetValue(forget) ?? [],
                        parsed.GetValue(json),
                        cancel
                    )
                    : RunAsync(
                        context,
                        parsed.GetValue(workspace)!,
                        parsed.GetValue(paths) ?? [],
                        parsed.GetValue(category),
                        parsed.GetValue(forget) ?? [],
                        parsed.GetValue(wordsOnly),
                        parsed.GetValue(json),
                        cancel
                    )
        );
        return command;
    }

    private static async Task<int> RunAsync(
        CommandContext context,
        string workspace,
        string[] paths,
        string? category,
        string[] forget,
        bool wordsOnly,
        bool json,
        CancellationToken cancel
    )
    {
        Refuse(paths);
        await using var services = await context.OpenAsync(cancel: cancel);
        var ingestion = services.GetRequiredService<KnowledgeIngestion>();
        foreach (var source in forget)
            await ForgetAsync(context, services, workspace, source, cancel);

        var reports = new List<(string Path, IngestReport Report)>();
        foreach (var path in paths)
        {
            var report = await ProgressReport.ShowAsync(
                context.Error,
                $"Reading {path}",
                progress => ingestion.IngestAsync(workspace, Path.GetFullPath(path), [path], category, progress, cancel)
            );
            reports.Add((path, report));
            if (!json)
                await TellAsync(context, path, report);
        }
        if (json)
            await context.Out.WriteLineAsync(
                WireJson.Write(
                    new
                    {
                        sources = reports.Select(read => new
                        {
                            path = read.Path,
                            documents = read.Report.Total,
                            read.Report.Added,
                            read.Report.Changed,
                            read.Report.Unchanged,
                            read.Report.Removed,
                            read.Report.Kinds,
                            read.Report.Skipped,
                        }),
                    }
                )
            );
        if (!wordsOnly)
            await ProgressReport.FillAsync(context.Error, services.GetRequiredService<VectorFill>(), cancel);
        if (
            reports.Where(read => read.Report.Added + read.Report.Changed > 0).Select(read => Path.GetFullPath(read.Path)).ToList() is
            { Count: > 0 } news
        )
            await WarnAsync(context, services, workspace, news, cancel);
        return reports.Any(read => read.Report.Total == 0) ? CommandLine.Failed : CommandLine.Done;
    }

    /// <summary>Documents that nobody can ask about: the topic file in force is the sample's, or somebody else's.</summary>
    private static async Task WarnAsync(
        CommandContext context,
        IServiceProvider services,
        string workspace,
        IReadOnlyList<string> sources,
        CancellationToken cancel
    )
    {
        if (await services.GetRequiredService<TopicCoverage>().CheckAsync(workspace, sources, cancel) is not { IsForeign: true } covered)
            return;
        var refused = string.Join(", ", TopicSuggestion.Spread(covered.Refused, ShownRefused).Select(question => $"“{question}”"));
        await context.Error.WriteLineAsync(
            $"Warning: the topic file {services.GetRequiredService<IOptions<GuardOptions>>().Value.TopicFile} would refuse "
                + $"{covered.Refused.Count} of {covered.Asked} questions about these documents, such as {refused}."
        );
        await context.Error.WriteLineAsync($"To make one from your documents: {TopicVerb.Suggestion}");
    }

    private static async Task<int> RunAsync(
        CommandContext context,
        ParseResult parsed,
        RecordFlags flags,
        string workspace,
        string[] paths,
        string[] forget,
        bool json,
        CancellationToken cancel
    )
    {
        Refuse(paths);
        await using var services = await context.OpenAsync(cancel: cancel);
        var records = new IngestRecords(context, services, workspace, json);
        foreach (var source in forget)
            await records.ForgetAsync(source, cancel);
        return await records.RunAsync(parsed, flags, paths, cancel);
    }

    private static void Refuse(string[] paths)
    {
        var missing = paths.Where(path => !Path.Exists(path)).ToList();
        if (missing.Count > 0)
            throw new UsageException($"{string.Join(", ", missing)} does not exist.");
    }

    private static async Task TellAsync(CommandContext context, string path, IngestReport report)
    {
        foreach (var skipped in report.Skipped)
            await context.Error.WriteLineAsync($"{(skipped.Partly ? "Left out of" : "Skipped")} {skipped.Path}: {skipped.Reason}");
        await context.Out.WriteLineAsync(
            $"{path}: {Documents(report.Total)} ({report.Added} added, {report.Changed} changed, "
                + $"{report.Unchanged} unchanged), {report.Removed} removed, {report.Skipped.Count} skipped"
        );
        if (report.Kinds.Count > 1)
            foreach (var kind in report.Kinds)
                await context.Out.WriteLineAsync(
                    $"  {kind.Kind}: {kind.Files} {(kind.Files == 1 ? "file" : "files")}, {Documents(kind.Documents)}"
                        + (kind.Skipped > 0 ? $", {kind.Skipped} skipped" : "")
                );
    }

    private static string Documents(int count) => $"{count} {(count == 1 ? "document" : "documents")}";

    private static async Task ForgetAsync(
        CommandContext context,
        IServiceProvider services,
        string workspace,
        string source,
        CancellationToken cancel
    )
    {
        var known = await services.GetRequiredService<KnowledgeSources>().ListAsync(workspace, cancel);
        var found =
            known.FirstOrDefault(candidate => candidate.Source == source || candidate.Source == Path.GetFullPath(source))
            ?? throw new UsageException(
                $"{source} is not a source of workspace {workspace}; the sources are: "
                    + $"{string.Join(", ", known.Select(candidate => candidate.Source))}."
            );
        var report = await services
            .GetRequiredService<KnowledgeIngestion>()
            .IngestAsync(workspace, found.Source, [], found.Category, cancel: cancel);
        await context.Out.WriteLineAsync($"{found.Source}: {Documents(report.Removed)} removed");
    }
}
