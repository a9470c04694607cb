using ChatBot.TestKit;
using Dapper;

namespace ChatBot.Core.Tests.Knowledge.Searching.Sqlite;

/// <summary>The files of graphs: when they are written, used, forgotten.</summary>
public sealed class GraphFileTests
{
    [Fact]
    public async Task After_a_restart_the_file_is_used_as_it_is()
    {
        await using var driver = await GraphDriver.StartAsync(2_500);
        await driver.Start().Indexes.BuildMissingAsync();
        var files = driver.Files;

        var restarted = driver.Start();

        Assert.Equal((2_500, 0), await restarted.SearchedAsync());
        Assert.Empty(await restarted.Indexes.BuildMissingAsync());
        Assert.Equal(files, driver.Files);
        Assert.InRange(await restarted.RecallAsync(), .98, 1);
    }

    [Fact]
    public async Task Files_are_their_owners_alone()
    {
        await using var driver = await GraphDriver.StartAsync(2_500);
        await driver.Start().Indexes.BuildMissingAsync();
        if (OperatingSystem.IsWindows())
            return;
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Assert.Single(driver.Files)));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(driver.Folder));
    }

    [Theory]
    [InlineData("gone")]
    [InlineData("shorter")]
    [InlineData("written since")]
    [InlineData("garbage")]
    public async Task A_file_that_is_not_as_it_was_is_not_read_and_made_anew_while_searches_scan(string damage)
    {
        await using var driver = await GraphDriver.StartAsync(2_500);
        await driver.Start().Indexes.BuildMissingAsync();
        Damage(driver.Files[0], damage);

        var restarted = driver.Start();

        Assert.Equal((0, 2_500), await restarted.SearchedAsync());
        Assert.InRange(await restarted.RecallAsync(questions: 20), .99, 1);
        Assert.Single(restarted.Log);
        Assert.Single(await restarted.Indexes.BuildMissingAsync());
        Assert.Single(driver.Files);
        Assert.Equal((2_500, 0), await restarted.SearchedAsync());
        Assert.Equal((2_500, 0), await driver.Start().SearchedAsync());
    }

    private static void Damage(string file, string damage)
    {
        var written = File.GetLastWriteTimeUtc(file);
        if (damage == "gone")
            File.Delete(file);
        else if (damage == "shorter")
            File.WriteAllBytes(file, File.ReadAllBytes(file)[..^1000]);
        else if (damage == "garbage")
            File.WriteAllBytes(file, new byte[new FileInfo(file).Length]);
        if (damage is "shorter" or "garbage")
            File.SetLastWriteTimeUtc(file, written); // what tells it is the size, or what the library finds
        if (damage == "written since")
            File.SetLastWriteTimeUtc(file, written + TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task A_graph_is_built_anew_once_a_quarter_came_after_it_and_the_old_file_goes()
    {
        await using var driver = await GraphDriver.StartAsync(2_500);
        var process = driver.Start();
        await process.Indexes.BuildMissingAsync();
        var first = Assert.Single(driver.Files);

        await driver.AddAsync(600);
        Assert.Empty(await process.Indexes.BuildMissingAsync());
        await driver.AddAsync(100);
        Assert.Equal(3_200, Assert.Single(await process.Indexes.BuildMissingAsync()).Vectors);

        Assert.NotEqual(first, Assert.Single(driver.Files));
        Assert.Equal((3_200, 0), await process.SearchedAsync());
    }

    [Fact]
    public async Task Removed_vectors_stay_in_a_file_for_a_week_at_most_or_until_they_are_a_quarter()
    {
        await using var driver = await GraphDriver.StartAsync(4_000);
        var time = new SetTime();
        var process = driver.Start(time: time);
        await process.Indexes.BuildMissingAsync();

        await driver.RemoveAsync(1, 2, 3);
        Assert.Empty(await process.Indexes.BuildMissingAsync());
        time.Now += TimeSpan.FromDays(8);
        Assert.Equal(3_997, Assert.Single(await process.Indexes.BuildMissingAsync()).Vectors);

        await driver.RemoveAsync([.. Enumerable.Range(4, 1_100).Select(id => (long)id)]);
        Assert.Equal(2_897, Assert.Single(await process.Indexes.BuildMissingAsync()).Vectors);
    }

    [Fact]
    public async Task A_workspace_that_is_forgotten_takes_its_file_along()
    {
        await using var driver = await GraphDriver.StartAsync(2_500);
        var process = driver.Start();
        await process.Indexes.BuildMissingAsync();
        await driver.RemoveAsync([.. Enumerable.Range(1, 2_500).Select(id => (long)id)]);
        Assert.Empty(await process.SearchAsync(driver.Question(0)));

        Assert.Empty(await process.Indexes.BuildMissingAsync());

        Assert.Empty(driver.Files);
        await using var connection = await driver.Database.OpenAsync("default");
        Assert.Equal(0, await connection.ExecuteScalarAsync<long>("select count(*) from vector_graphs"));
        await driver.AddAsync(50);
        Assert.Equal((0, 50), await process.SearchedAsync());
    }

    [Fact]
    public async Task Two_processes_that_build_at_once_do_no_harm()
    {
        await using var driver = await GraphDriver.StartAsync(2_500);
        var (one, other) = (driver.Start(), driver.Start());

        await Task.WhenAll(one.Indexes.BuildMissingAsync(), other.Indexes.BuildMissingAsync());

        Assert.InRange(await one.RecallAsync(questions: 50), .98, 1);
        Assert.InRange(await other.RecallAsync(questions: 50), .98, 1);
        Assert.Equal((2_500, 0), await driver.Start().SearchedAsync());
        Assert.Empty(await driver.Start().Indexes.BuildMissingAsync());
    }

    [Fact]
    public async Task Without_the_native_library_all_is_scanned_and_one_line_says_so()
    {
        await using var driver = await GraphDriver.StartAsync(2_500);
        await driver.Start().Indexes.BuildMissingAsync();

        var without = driver.Start(isSupported: false);
        Assert.Empty(await without.Indexes.BuildMissingAsync());
        Assert.Empty(await without.Indexes.BuildMissingAsync());

        Assert.Equal((0, 2_500), await without.SearchedAsync());
        Assert.Contains("no native library", Assert.Single(without.Log));
    }

    [Fact]
    public async Task A_file_that_nobody_names_is_swept_away()
    {
        await using var driver = await GraphDriver.StartAsync(2_500);
        var process = driver.Start();
        await process.Indexes.BuildMissingAsync();
        var (old, young) = (Path.Combine(driver.Folder, "old.usearch"), Path.Combine(driver.Folder, "young.usearch"));
        File.WriteAllText(old, "");
        File.WriteAllText(young, ""); // perhaps another process's, which is measuring it
        File.SetLastWriteTimeUtc(old, DateTime.UtcNow - TimeSpan.FromHours(2));

        await process.Indexes.BuildMissingAsync();

        Assert.False(File.Exists(old));
        Assert.True(File.Exists(young));
    }
}
