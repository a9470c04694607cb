using System.CommandLine;
using System.Globalization;
using ChatBot.Answering.Evaluation;
using ChatBot.Bot.Commands.Progress;
using ChatBot.Bot.Hosting.Indexing;
using ChatBot.Knowledge.Indexing;
using ChatBot.Starting;
using ChatBot.Storage;

namespace ChatBot.Bot.Commands;

/// <summary><c>eval</c>: measures retrieval, answers, guard and latency over a file of cases.</summary>
internal sealed class EvalVerb : IVerb
{
    public Command Describe(CommandContext context)
    {
        var cases = new Option<string>("--cases")
        {
            Required = true,
            Description =
                $"JSONL, a line each: {EvaluationCase.Shape}. expectedFacts are groups of wordings, [[\"90 days\", \"three months\"], "
                + "[\"reflog\"]]: a helpful answer holds one of each and none of mustNot. answerable false: nothing is written about it.",
        };
        var corpus = new Option<string?>("--corpus")
        {
            Description = "Documents to ask about, indexed into a throw-away store; without it the current index is asked, or the sample.",
        };
        var topic = new Option<string?>("--topic")
        {
            Description = "Topic file. Without it the configured one counts, with --corpus none.",
        };
        var details = new Option<string?>("--details") { Description = "Write what each case came to, as JSONL." };
        var json = new Option<bool>("--json") { Description = "Print the figures as one JSON object." };
        var command = new Command("eval", "Measure answers against a file of cases.") { cases, corpus, topic, details, json };
        command.SetAction(
            (parsed, cancel) =>
                RunAsync(
                    context,
                    parsed.GetValue(cases)!,
                    parsed.GetValue(corpus),
                    parsed.GetValue(topic),
                    parsed.GetValue(details),
                    parsed.GetValue(json),
                    cancel
                )
        );
        return command;
    }

    private static async Task<int> RunAsync(
        CommandContext context,
        string casesFile,
        string? corpus,
        string? topic,
        string? details,
        bool json,
        CancellationToken cancel
    )
    {
        foreach (var path in new[] { casesFile, corpus, topic })
            if (path is not null && !Path.Exists(path))
                throw new UsageException($"{path} does not exist.");
        var cases = await EvaluationCase.ReadAsync(casesFile, cancel).ToListAsync(cancel);
        if (cases.Count == 0)
            throw new InvalidDataException($"{casesFile} holds no cases.");

        using var store = corpus is null ? null : new ThrowAwayFolder();
        await using var services = await context.OpenAsync(Overrides(store?.Path, topic), cancel);
        if (corpus is not null)
        {
            await ProgressReport.ShowAsync(
                context.Error,
                "Indexing",
                progress =>
                    services
                        .GetRequiredService<KnowledgeIngestion>()
                        .IngestAsync(Workspaces.Default, "corpus", [corpus], progress: progress, cancel: cancel)
            );
        }
        else if (cases.Any(one => one.HasFacts || one.ExpectedAnswers is not null || one.ExpectedDocuments is not null))
            await services.GetRequiredService<SampleKnowledge>().IndexAsync(cancel: cancel);
        await ProgressReport.FillAsync(context.Error, services.GetRequiredService<VectorFill>(), cancel);

        var evaluation = ActivatorUtilities.CreateInstance<EvaluationRun>(services);
        var results = await ProgressReport.ShowAsync(
            context.Error,
            "Asking",
            report => evaluation.RunAsync(Workspaces.Default, cases, done => report(done, cases.Count), cancel)
        );
        if (details is not null)
            await File.WriteAllLinesAsync(details, results.Select(WireJson.Write), cancel);
        await PrintAsync(context.Out, EvaluationReport.Of(results), json);
        return CommandLine.Done;
    }

    /// <summary>A corpus brings a store of its own, and is asked about whatever it is about: no topic but the one that is named.</summary>
    private static IEnumerable<KeyValuePair<string, string?>> Overrides(string? store, string? topic)
    {
        if (store is not null)
        {
            yield return new("Data:Directory", store);
            yield return new("Storage:Provider", "sqlite");
            yield return new("Storage:ConnectionString", "");
            yield return new("Guard:TopicFile", "");
        }
        if (topic is not null)
            yield return new("Guard:TopicFile", Path.GetFullPath(topic));
    }

    private static async Task PrintAsync(TextWriter output, EvaluationReport report, bool json)
    {
        if (json)
        {
            await output.WriteLineAsync(WireJson.Write(report));
            return;
        }
        await output.WriteLineAsync(
            string.Create(
                CultureInfo.InvariantCulture,
                $"""
                questions         {report.Questions}
                recall at 1       {Share(report.RecallAt1)}   at 5  {Share(report.RecallAt5)}   at 10  {Share(
                    report.RecallAt10
                )}   MRR at 10  {Share(report.Mrr10)}
                answer contained  {Share(report.AnswerContained)}
                longest answer    {report.MaxWords} words
                block recall      {Share(report.BlockRecall)}   false blocks  {Share(report.FalseBlockRate)}
                helpful           {Share(report.Helpful)}   partial  {Share(report.Partial)}   right page  {Share(
                    report.RightPage
                )}   refused  {Share(report.Refused)}   honest  {Share(report.Honest)}
                hard to read      {Listed(report.Faults)}
                latency (ms)      p50 {report.LatencyMs.P50:0.0}   p95 {report.LatencyMs.P95:0.0}   p99 {report.LatencyMs.P99:0.0}
                outcomes          {Listed(report.Outcomes)}
                """
            )
        );
        if (report.ByKind.Count > 0)
            await output.WriteLineAsync("kind              cases  helpful");
        foreach (var (kind, share) in report.ByKind)
            await output.WriteLineAsync($"  {kind, -15} {share.N, 6}    {Share(share.Helpful)}");
        if (report.Reliability.Count > 0)
            await output.WriteLineAsync("confidence        answers   mean    right");
        foreach (var bin in report.Reliability)
            await output.WriteLineAsync(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"  {bin.From:0.0} to {bin.From + 0.1:0.0}      {bin.Answers, 7}   {bin.Confidence:0.000}   {bin.Right:0.000}"
                )
            );
    }

    private static string Listed(IReadOnlyDictionary<string, int> counts) =>
        counts.Any(one => one.Value > 0)
            ? string.Join(", ", counts.Where(one => one.Value > 0).Select(one => $"{one.Key} {one.Value}"))
            : "–";

    private static string Share(double? share) => share?.ToString("0.000", CultureInfo.InvariantCulture) ?? "–";

    private sealed class ThrowAwayFolder : IDisposable
    {
        public string Path { get; } = Directory.CreateTempSubdirectory("chatbot-eval-").FullName;

        public void Dispose() => Directory.Delete(Path, recursive: true);
    }
}
