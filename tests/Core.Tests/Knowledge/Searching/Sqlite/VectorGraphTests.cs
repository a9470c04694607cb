using ChatBot.Knowledge.Searching.Sqlite;

namespace ChatBot.Core.Tests.Knowledge.Searching.Sqlite;

/// <summary>What searches find by a graph, and what they find beside it.</summary>
public sealed class VectorGraphTests
{
    [Fact]
    public async Task The_nearest_are_the_same_by_a_graph_as_by_scanning()
    {
        await using var driver = await GraphDriver.StartAsync(4_000);
        var process = driver.Start();
        Assert.Equal((0, 4_000), await process.SearchedAsync());
        Assert.InRange(await process.RecallAsync(), .995, 1);

        var graph = Assert.Single(await process.Indexes.BuildMissingAsync());

        Assert.Equal(4_000, graph.Vectors);
        Assert.InRange(graph.Recall, GraphSample.Wanted, 1);
        Assert.Equal((4_000, 0), await process.SearchedAsync());
        Assert.InRange(await process.RecallAsync(), .98, 1);
    }

    [Fact]
    public async Task Too_few_vectors_are_scanned()
    {
        await using var driver = await GraphDriver.StartAsync(GraphDriver.From - 1);
        var process = driver.Start();
        Assert.Empty(await process.Indexes.BuildMissingAsync());
        Assert.Empty(driver.Files);
        Assert.Equal((0, GraphDriver.From - 1), await process.SearchedAsync());
    }

    [Fact]
    public async Task What_is_new_is_found_at_once()
    {
        await using var driver = await GraphDriver.StartAsync(2_500);
        var process = driver.Start();
        await process.Indexes.BuildMissingAsync();
        await driver.AddAsync(100);

        Assert.Equal((2_500, 100), await process.SearchedAsync());
        foreach (var id in (long[])[2_501, 2_550, 2_600])
            Assert.Equal(id, (await process.SearchAsync(driver.VectorOf(id)))[0]);
        Assert.InRange(await process.RecallAsync(), .98, 1);
    }

    [Fact]
    public async Task What_was_removed_is_never_found_and_crowds_nothing_out()
    {
        await using var driver = await GraphDriver.StartAsync(2_500);
        var process = driver.Start();
        await process.Indexes.BuildMissingAsync();
        var question = driver.VectorOf(1);
        var gone = driver.Nearest(question, count: 100);
        await driver.RemoveAsync(gone);

        var found = await process.SearchAsync(question);

        Assert.Equal((2_500, 0), await process.SearchedAsync());
        Assert.Equal(10, found.Count);
        Assert.Empty(found.Intersect(gone));
        Assert.InRange(found.Intersect(driver.Nearest(question)).Count(), 9, 10);
    }

    [Fact]
    public async Task Workspaces_have_graphs_of_their_own()
    {
        await using var driver = await GraphDriver.StartAsync(2_500);
        await driver.AddAsync(2_200, "other", seed: 8);
        await driver.AddAsync(300, "small");
        var process = driver.Start();
        Assert.Equal([2_200, 2_500], (await process.Indexes.BuildMissingAsync()).Select(graph => graph.Vectors).Order());

        Assert.Equal((2_500, 0), await process.SearchedAsync());
        Assert.Equal((2_200, 0), await process.SearchedAsync("other"));
        Assert.Equal((0, 300), await process.SearchedAsync("small"));
        Assert.InRange(await process.RecallAsync(), .98, 1);
        Assert.InRange(await process.RecallAsync(workspace: "other", seed: 8), .98, 1);
        Assert.InRange(await process.RecallAsync(workspace: "small"), .995, 1);
    }

    [Fact]
    public async Task Searches_go_on_while_a_graph_takes_the_place_of_another()
    {
        await using var driver = await GraphDriver.StartAsync(2_500);
        var process = driver.Start();
        await process.Indexes.BuildMissingAsync();
        await driver.AddAsync(1_000);
        var questions = Enumerable.Range(0, 40).Select(driver.Question).Select(vector => (vector, driver.Nearest(vector))).ToList();
        using var done = new CancellationTokenSource();
        var searchers = Enumerable
            .Range(0, 8)
            .Select(_ =>
                Task.Run(async () =>
                {
                    var (found, asked) = (0, 0);
                    for (; !done.IsCancellationRequested || asked < questions.Count; asked++)
                    {
                        var (vector, nearest) = questions[asked % questions.Count];
                        found += (await process.SearchAsync(vector)).Intersect(nearest).Count();
                        await Task.Yield(); // the build needs a thread, too
                    }
                    return found / 10.0 / asked;
                })
            )
            .ToList();

        var graph = Assert.Single(await process.Indexes.BuildMissingAsync());
        await done.CancelAsync();

        Assert.Equal(3_500, graph.Vectors);
        Assert.All(await Task.WhenAll(searchers), recall => Assert.InRange(recall, .97, 1));
        Assert.Equal((3_500, 0), await process.SearchedAsync());
    }
}
