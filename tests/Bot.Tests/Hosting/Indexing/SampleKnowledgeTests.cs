using ChatBot.Bot.Hosting.Indexing;
using ChatBot.Knowledge.Indexing;
using ChatBot.Storage;
using ChatBot.TestKit.Knowledge;
using Microsoft.Extensions.DependencyInjection;

namespace ChatBot.Bot.Tests.Hosting.Indexing;

/// <summary>When the articles beside the program are indexed, and when they would only be in the way.</summary>
public sealed class SampleKnowledgeTests
{
    [Fact]
    public async Task A_killed_first_ingest_is_no_empty_store_that_needs_the_sample()
    {
        await using var knowledge = await KnowledgeDriver.StartAsync();
        knowledge.Write("a.md", "# Alpha\n\nThe alpha process runs nightly.");
        knowledge.Write("b.md", "# Beta\n\nThe beta process runs weekly.");
        var ingestion = knowledge.Services.GetRequiredService<KnowledgeIngestion>();
        using var kill = new Kill();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            ingestion.IngestAsync(Workspaces.Default, knowledge.Documents, [knowledge.Documents], progress: kill, cancel: kill.Token)
        );
        Assert.Equal(0, (await knowledge.Index.SizeAsync(Workspaces.Default)).Documents);

        await Sample(knowledge).IndexAsync();

        var source = Assert.Single(await Sources(knowledge).ListAsync(Workspaces.Default));
        Assert.Equal((knowledge.Documents, true, 0L), (source.Source, source.IsUnfinished, source.Documents));

        await knowledge.IngestWordsAsync();
        source = Assert.Single(await Sources(knowledge).ListAsync(Workspaces.Default));
        Assert.Equal((false, 2L), (source.IsUnfinished, source.Documents));
    }

    [Fact]
    public async Task A_sample_whose_own_first_run_was_killed_is_taken_up()
    {
        await using var knowledge = await KnowledgeDriver.StartAsync();
        using var kill = new Kill();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Sample(knowledge).IndexAsync(kill, kill.Token));

        await Sample(knowledge).IndexAsync();

        var source = Assert.Single(await Sources(knowledge).ListAsync(Workspaces.Default));
        Assert.Equal((SampleKnowledge.Source, false), (source.Source, source.IsUnfinished));
        Assert.True(source.Documents > 0);
    }

    private static SampleKnowledge Sample(KnowledgeDriver knowledge) =>
        ActivatorUtilities.CreateInstance<SampleKnowledge>(knowledge.Services);

    private static KnowledgeSources Sources(KnowledgeDriver knowledge) => knowledge.Services.GetRequiredService<KnowledgeSources>();

    /// <summary>Ends a run behind its first file, as the end of the process would: nothing more is written.</summary>
    private sealed class Kill : IProgress<IngestProgress>, IDisposable
    {
        private readonly CancellationTokenSource _source = new();

        public CancellationToken Token => _source.Token;

        public void Report(IngestProgress value) => _source.Cancel();

        public void Dispose() => _source.Dispose();
    }
}
