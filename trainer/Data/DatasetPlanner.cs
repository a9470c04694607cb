using ChatBot.Embedding;
using ChatBot.Language;
using ChatBot.Storage;
using Microsoft.Extensions.Options;

namespace ChatBot.Trainer.Data;

/// <summary>
/// From rows to parts: read, written as they are served, grouped by meaning, limited, parted. Prompts go to a file as they are written, so
/// that memory holds a question, an answer and a vector of each example and no more.
/// </summary>
internal sealed class DatasetPlanner(
    FeedbackReader reader,
    ServedExamples served,
    Embedder embedder,
    IDatabase database,
    IOptions<DatasetOptions> options,
    IOptions<PoisoningLimits> limits
)
{
    private const int Batch = 64;

    /// <param name="folder">Where prompts wait meanwhile.</param>
    /// <exception cref="DatasetException">The embedder failed: without meanings wordings of one question could stand in two parts.
    /// </exception>
    public async Task<DatasetPlan> PlanAsync(
        DatasetRequest request,
        string folder,
        IProgress<DatasetProgress>? progress,
        CancellationToken cancel
    )
    {
        var tally = new Tally();
        var feedback = await reader.ReadAsync(request, tally, progress, cancel);
        var spool = new Spool(folder);
        try
        {
            var examples = await ServeAsync(request.Workspace, feedback, spool, tally, progress, cancel);
            examples = await GroupAsync(examples, tally, progress, cancel);
            examples = new ShareLimits(limits.Value, request.Seed, tally).Apply(examples);
            examples = FewRefusals(examples, tally);
            var (parts, moved) = ClusterSplit.Of(examples.Select(example => example.Cluster).Distinct(), options.Value.FillEmptyParts);
            var byPart = Enum.GetValues<DatasetPart>()
                .ToDictionary(
                    part => part,
                    IReadOnlyList<Example> (part) =>
                        [
                            .. examples
                                .Where(example => parts[example.Cluster] == part)
                                .OrderBy(example => example.Id, StringComparer.Ordinal),
                        ]
                );
            return new DatasetPlan(byPart, moved, tally, spool);
        }
        catch
        {
            spool.Dispose();
            throw;
        }
    }

    private async Task<List<Example>> ServeAsync(
        string workspace,
        IReadOnlyList<Feedback> feedback,
        Spool spool,
        Tally tally,
        IProgress<DatasetProgress>? progress,
        CancellationToken cancel
    )
    {
        var history = await PromptHistory.ReadAsync(database, workspace, cancel);
        var examples = new List<Example>(feedback.Count);
        foreach (var (i, said) in feedback.Index())
        {
            var (line, reason) = await served.WriteAsync(workspace, said, history, cancel);
            if (line is null)
                tally.Leave(reason);
            else
                examples.Add(ExampleOf(said, line, spool.Add(line)));
            progress?.Report(new DatasetProgress("prompts", i + 1, feedback.Count));
        }
        return examples;
    }

    private static Example ExampleOf(Feedback said, DatasetLine line, (long Offset, int Length) place) =>
        new(
            said.Id,
            said.Kind,
            line.Question,
            CanonicalText.Of(line.Question),
            CanonicalText.Of(line.Reference),
            said.Person,
            said.Reviewer,
            said.Topic,
            said.AtMs,
            line.Rejected is not null,
            line.PromptVersion,
            line.Passages,
            place.Offset,
            place.Length
        );

    /// <summary>With their clusters, and without those that ask what another asks.</summary>
    private async Task<List<Example>> GroupAsync(
        List<Example> examples,
        Tally tally,
        IProgress<DatasetProgress>? progress,
        CancellationToken cancel
    )
    {
        var ordered = examples
            .OrderBy(example => example.Kind)
            .ThenByDescending(example => example.AtMs)
            .ThenBy(example => example.Id, StringComparer.Ordinal)
            .ToList();
        var questions = new List<ClusteredQuestion>(ordered.Count);
        foreach (var batch in ordered.Chunk(Batch))
        {
            var vectors = await EmbedAsync([.. batch.Select(example => example.Question)], cancel);
            foreach (var (example, vector) in batch.Zip(vectors))
                questions.Add(new(example.Canonical, example.Answer, QuestionReading.Of(example.Question), vector.ToArray()));
        }
        var clusters = new QuestionClusters(
            questions,
            options.Value.ClusterCosine,
            limits.Value.WordingCosine,
            options.Value.DuplicateCosine,
            done => progress?.Report(new DatasetProgress("clusters", done, questions.Count)),
            cancel
        );
        var hashes = clusters.Hashes();
        var kept = new List<Example>(ordered.Count);
        foreach (var (i, example) in ordered.Index())
            if (clusters.FirstAskedBy(i) is not { } first)
                kept.Add(example with { Cluster = hashes[i], Claim = clusters.ClaimOf(i) });
            else
                tally.Leave(
                    example.Kind == FeedbackKind.Refusal && ordered[first].Kind != FeedbackKind.Refusal
                        ? Reasons.Contradicted
                        : Reasons.NearQuestion
                );
        return kept;
    }

    private async Task<IReadOnlyList<ReadOnlyMemory<float>>> EmbedAsync(string[] texts, CancellationToken cancel)
    {
        try
        {
            return await embedder.EmbedAsync(texts, cancel, background: true);
        }
        catch (EmbeddingException fault)
        {
            throw new DatasetException($"Questions cannot be grouped by meaning without the embedder: {fault.Message}", fault);
        }
    }

    private List<Example> FewRefusals(List<Example> examples, Tally tally)
    {
        var share = options.Value.RefusalShare;
        var most = (int)Math.Floor(examples.Count(example => example.Kind != FeedbackKind.Refusal) * share / (1 - share));
        var seen = 0;
        var kept = examples.Where(example => example.Kind != FeedbackKind.Refusal || ++seen <= most).ToList();
        tally.Leave(Reasons.Refusals, examples.Count - kept.Count);
        return kept;
    }
}
