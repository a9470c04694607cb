using System.Diagnostics;
using ChatBot.Knowledge.Indexing;
using ChatBot.Knowledge.Reading;
using ChatBot.Knowledge.Reading.Limits;
using ChatBot.Storage;
using ChatBot.TestKit.Knowledge;
using Microsoft.Extensions.DependencyInjection;

namespace ChatBot.Core.Tests.Knowledge.Indexing;

/// <summary>
/// Whatever a reader does, the source goes on behind it. Memory is the process's, so nothing else may run beside these.
/// </summary>
[CollectionDefinition(nameof(ReadingLimitsTests), DisableParallelization = true)]
[Collection(nameof(ReadingLimitsTests))]
public sealed class ReadingLimitsTests
{
    public static TheoryData<string, string> Faults =>
        new()
        {
            { "throws", "could not be read (FormatException): save it anew and ingest it again" },
            { "cancels", "could not be read (OperationCanceledException): save it anew and ingest it again" },
            { "nests", "nests deeper than can be read: make it flatter" },
            { "hangs", "takes longer than 1 seconds to read: split it, or save it anew and ingest it again" },
            { "stops when told to", "takes longer than 1 seconds to read: split it, or save it anew and ingest it again" },
            { "grows", "needs more than 256 MB of memory to read: split it" },
        };

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task A_fault_of_a_reader_is_one_line_and_the_next_file_is_read(string fault, string line)
    {
        using var release = new ManualResetEventSlim();
        await using var knowledge = await StartAsync(release, seconds: line.StartsWith("takes") ? 1 : 60);
        knowledge.Write("a.md", "# Alpha\n\nThe alpha process runs nightly.");
        knowledge.Write("b.fault", fault);
        knowledge.Write("c.md", "# Omega\n\nThe omega process runs weekly.");

        var report = await knowledge.IngestWordsAsync();
        release.Set();

        Assert.Equal(2, report.Added);
        var skipped = Assert.Single(report.Skipped);
        Assert.Equal(("b.fault", line), (Path.GetFileName(skipped.Path), skipped.Reason));
        Assert.Equal("c.md", (await knowledge.SearchAsync("omega process weekly"))[0].Uri);
    }

    [Fact]
    public async Task Few_readers_are_left_behind_and_then_files_are_refused_until_one_ends()
    {
        using var release = new ManualResetEventSlim();
        await using var knowledge = await StartAsync(release, mostLeftBehind: 1);
        knowledge.Write("a.fault", "hangs");
        knowledge.Write("b.md", "# Omega\n\nThe omega process runs weekly.");

        var refused = await knowledge.IngestWordsAsync();
        Assert.Equal(0, refused.Added);
        var again = await knowledge.IngestWordsAsync();
        Assert.Contains(again.Skipped, skipped => skipped.Path.EndsWith("a.fault") && skipped.Reason.Contains("busy with it"));
        Assert.Contains(refused.Skipped, skipped => skipped.Path.EndsWith("b.md") && skipped.Reason.StartsWith("is not read: other files"));

        release.Set();
        File.Delete(Path.Combine(knowledge.Documents, "a.fault"));
        var started = Stopwatch.StartNew();
        while ((await knowledge.IngestWordsAsync()).Total == 0 && started.Elapsed < TimeSpan.FromSeconds(20))
            await Task.Delay(50);
        Assert.Equal("b.md", (await knowledge.SearchAsync("omega process weekly"))[0].Uri);
    }

    [Fact]
    public async Task A_run_that_is_stopped_while_a_reader_hangs_stops()
    {
        using var release = new ManualResetEventSlim();
        await using var knowledge = await StartAsync(release);
        knowledge.Write("a.fault", "hangs");
        using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));
        var ingestion = knowledge.Services.GetRequiredService<KnowledgeIngestion>();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            ingestion
                .IngestAsync(Workspaces.Default, knowledge.Documents, [knowledge.Documents], cancel: stop.Token)
                .WaitAsync(TimeSpan.FromSeconds(20))
        );
        release.Set();
    }

    [Fact]
    public async Task What_was_skipped_is_told_again_of_files_that_did_not_change()
    {
        await using var knowledge = await KnowledgeDriver.StartAsync();
        knowledge.Write("a.md", "# Alpha\n\nThe alpha process runs nightly.");
        knowledge.Write("corpus.jsonl", "{\"id\": \"1\", \"text\": \"A document.\"}\n{ half\n");
        knowledge.Write("empty.txt", "");
        knowledge.Write("blank.txt", "  ");
        knowledge.Write("broken.json", "{");
        var first = await knowledge.IngestWordsAsync();
        var second = await knowledge.IngestWordsAsync();
        Assert.Equal(4, first.Skipped.Count);
        Assert.Equal(first.Skipped.OrderBy(Line), second.Skipped.OrderBy(Line));
        Assert.Equal(first.Kinds, second.Kinds);
        var source = Assert.Single(await knowledge.Services.GetRequiredService<KnowledgeSources>().ListAsync(Workspaces.Default));
        Assert.Equal(first.Skipped.OrderBy(Line), source.Problems.OrderBy(Line));
        Assert.Equal(2, second.Unchanged);

        static string Line(Skipped skipped) => skipped.Path;
    }

    [Fact]
    public async Task Ids_titles_and_texts_that_no_database_takes_are_made_sound()
    {
        await using var knowledge = await KnowledgeDriver.StartAsync();
        var id = new string('x', 30_000);
        knowledge.Write(
            "corpus.jsonl",
            $$"""
            {"id": "{{id}}1", "title": "One\u0000 \ud800", "text": "The wombat \u0000 digs \udc00 burrows.", "category": "a\u0000"}
            {"id": "{{id}}2", "title": "Two", "text": "The quokka hops."}
            """
        );
        Assert.Equal(2, (await knowledge.IngestAsync()).Added);
        var found = (await knowledge.SearchAsync("wombat burrows"))[0];
        Assert.Equal("The wombat \uFFFD digs \uFFFD burrows.", found.Text);
        Assert.StartsWith("One\uFFFD \uFFFD", found.Title);
        Assert.InRange(found.Uri.Length, 100, 500);
        Assert.NotEqual(found.Uri, (await knowledge.SearchAsync("quokka hops"))[0].Uri);
        Assert.Equal(2, (await knowledge.IngestAsync()).Unchanged);
    }

    private static Task<KnowledgeDriver> StartAsync(ManualResetEventSlim release, int mostLeftBehind = 8, int seconds = 1) =>
        KnowledgeDriver.StartAsync(services =>
        {
            services.AddSingleton<IDocumentReader>(new FaultyReader(release));
            services.AddSingleton(
                ReadingLimits.Default with
                {
                    Time = TimeSpan.FromSeconds(seconds),
                    Grace = TimeSpan.FromMilliseconds(200),
                    Memory = 256 << 20,
                    MostLeftBehind = mostLeftBehind,
                }
            );
        });

    /// <summary>Does what the file says.</summary>
    private sealed class FaultyReader(ManualResetEventSlim release) : IDocumentReader
    {
        public IReadOnlyCollection<string> Extensions { get; } = [".fault"];

        public IEnumerable<SourceDocument> Read(FileContent file, Action<string> leftOut, CancellationToken cancel = default)
        {
            switch (file.Text())
            {
                case "throws":
                    throw new FormatException("quotes the file's own text");
                case "cancels":
                    throw new OperationCanceledException();
                case "nests":
                    Nest(0);
                    break;
                case "hangs":
                    release.Wait();
                    break;
                case "stops when told to":
                    cancel.WaitHandle.WaitOne();
                    cancel.ThrowIfCancellationRequested();
                    break;
                case "grows":
                    var kept = new List<byte[]>();
                    while (!cancel.IsCancellationRequested && kept.Count < 1000)
                    {
                        kept.Add(GC.AllocateUninitializedArray<byte>(1 << 20));
                        kept[^1].AsSpan().Fill(1);
                        Thread.Sleep(1);
                    }
                    cancel.ThrowIfCancellationRequested();
                    break;
            }
            return [];
        }

        private static int Nest(int depth)
        {
            System.Runtime.CompilerServices.RuntimeHelpers.EnsureSufficientExecutionStack();
            return Nest(depth + 1) + 1;
        }
    }
}
