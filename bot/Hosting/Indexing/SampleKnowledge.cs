using ChatBot.Knowledge.Indexing;
using ChatBot.Starting;
using ChatBot.Storage;
using Microsoft.Extensions.Options;

namespace ChatBot.Bot.Hosting.Indexing;

/// <summary>The articles beside the program, so that the first question after the first start gets a real answer.</summary>
public sealed class SampleKnowledge(KnowledgeIngestion ingestion, KnowledgeSources sources, IOptions<KnowledgeOptions> options)
{
    /// <summary>The source's name: <c>ingest --forget sample</c> takes it out again, for good.</summary>
    public const string Source = "sample";

    private static string Folder => Path.Combine(SettingsSources.ProgramFolder, "Sample", "knowledge");

    /// <summary>
    /// Indexes the sample where nothing else is known, and takes up a run that was killed. A sample that is there is brought up
    /// to date with this version of the program; one that was taken out stays out.
    /// </summary>
    public async Task IndexAsync(IProgress<IngestProgress>? progress = null, CancellationToken cancel = default)
    {
        if (Directory.Exists(Folder) && await IsWantedAsync(cancel))
            await ingestion.IngestAsync(Workspaces.Default, Source, [Folder], progress: progress, cancel: cancel);
    }

    private async Task<bool> IsWantedAsync(CancellationToken cancel)
    {
        var known = await sources.ListAsync(Workspaces.Default, cancel);
        return known.FirstOrDefault(source => source.Source == Source) is { } sample
            ? sample.Documents > 0 || sample.IsUnfinished
            : known.Count == 0 && options.Value.Sources.Count == 0;
    }
}
