using System.Diagnostics;
using ChatBot.Knowledge.Reading.Limits;
using ChatBot.TestKit.Knowledge;
using Microsoft.Extensions.DependencyInjection;

namespace ChatBot.Core.Tests.Knowledge.Indexing;

/// <summary>A file may ruin itself, never its source.</summary>
public sealed class HostileFilesTests
{
    public static TheoryData<string> Names => [.. HostileFiles.ByName.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task One_bad_file_never_stops_its_source(string name)
    {
        await using var knowledge = await KnowledgeDriver.StartAsync(services =>
            services.AddSingleton(
                ReadingLimits.Default with
                {
                    Time = TimeSpan.FromSeconds(HostileFiles.Bombs.ContainsKey(name) ? 20 : 6), // a bomb is refused for its size
                    Grace = TimeSpan.FromSeconds(1),
                    UnpackedAlways = 4 << 20, // an eighth of the real limit: the bombs need not be larger
                }
            )
        );
        File.WriteAllBytes(Path.Combine(knowledge.Documents, name), HostileFiles.ByName[name]());
        knowledge.Write("a-good.md", "# Alpha\n\nThe alpha process runs nightly.");
        knowledge.Write("z-good.md", "# Omega\n\nThe omega process runs weekly.");
        var started = Stopwatch.StartNew();
        var report = await knowledge.IngestWordsAsync().WaitAsync(TimeSpan.FromMinutes(2));
        var took = started.Elapsed;
        Assert.True(took < TimeSpan.FromSeconds(40), $"took {took}");
        Assert.Equal("a-good.md", (await knowledge.SearchAsync("alpha process nightly"))[0].Uri);
        Assert.Equal("z-good.md", (await knowledge.SearchAsync("omega process weekly"))[0].Uri);
        if (HostileFiles.Bombs.TryGetValue(name, out var reason))
            Assert.Contains(reason, Assert.Single(report.Skipped).Reason);
        Assert.True(report.Added > 2 || report.Skipped.Count == 1, string.Join('\n', report.Skipped.Select(skipped => skipped.Reason)));
        Assert.All(report.Skipped, skipped => Assert.DoesNotContain('\n', skipped.Reason));
        Assert.All(report.Skipped, skipped => Assert.DoesNotContain("could not be read (", skipped.Reason)); // a fault that nobody foresaw
    }
}
