using ChatBot.Bot.Turns.Queues;
using ChatBot.Storage;
using ChatBot.TestKit.Storage;
using Dapper;

namespace ChatBot.Bot.Tests.Turns;

public sealed class GroupCommitTests
{
    [Fact]
    public async Task Writes_that_arrive_together_share_transactions_and_all_are_kept()
    {
        await using var test = await TestDatabase.CreateAsync();
        await test.Database.WriteAsync(
            Workspaces.All,
            transaction => transaction.Connection!.ExecuteAsync("create table kept (n integer primary key)", transaction: transaction)
        );
        var commits = new GroupCommit(test.Database);
        await Task.WhenAll(
            Enumerable
                .Range(0, 1000)
                .Select(n =>
                    Task.Run(() =>
                        commits.RunAsync(transaction =>
                            transaction.Connection!.ExecuteAsync("insert into kept values (@n)", new { n }, transaction)
                        )
                    )
                )
        );
        await using var connection = await test.Database.OpenAsync(Workspaces.All);
        Assert.Equal(1000, await connection.ExecuteScalarAsync<long>("select count(*) from kept"));
    }

    [Fact]
    public async Task A_faulty_write_fails_alone()
    {
        await using var test = await TestDatabase.CreateAsync();
        await test.Database.WriteAsync(
            Workspaces.All,
            transaction => transaction.Connection!.ExecuteAsync("create table kept (n integer primary key)", transaction: transaction)
        );
        var commits = new GroupCommit(test.Database);
        var writes = Enumerable
            .Range(0, 50)
            .Select(n =>
                commits.RunAsync(transaction =>
                    n == 25
                        ? throw new InvalidDataException("faulty")
                        : transaction.Connection!.ExecuteAsync("insert into kept values (@n)", new { n }, transaction)
                )
            )
            .ToList();
        await Assert.ThrowsAsync<InvalidDataException>(() => Task.WhenAll(writes));
        await using var connection = await test.Database.OpenAsync(Workspaces.All);
        Assert.Equal(49, await connection.ExecuteScalarAsync<long>("select count(*) from kept"));
    }
}
