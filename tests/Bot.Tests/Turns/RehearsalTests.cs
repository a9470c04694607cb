using System.Data.Common;
using ChatBot.Bot.Turns;
using ChatBot.Storage;
using ChatBot.TestKit.Turns;
using Dapper;
using Microsoft.Extensions.DependencyInjection;

namespace ChatBot.Bot.Tests.Turns;

public sealed class RehearsalTests
{
    private static readonly string[] Written = ["outbox", "deliveries", "interactions", "preferences"];

    [Fact]
    public async Task A_rehearsal_writes_what_a_turn_writes_and_nothing_of_it_remains()
    {
        await using var turns = await TurnsDriver.CreateAsync();
        var watched = new WatchedDatabase(turns.Database);
        var before = await RowsAsync(turns);

        await ActivatorUtilities.CreateInstance<Rehearsal>(turns.Get<IServiceProvider>(), watched).RunAsync(CancellationToken.None);

        Assert.Equal(Written.Select(table => (table, 1L)), watched.RowsBeforeTheEnd);
        Assert.Equal(before, await RowsAsync(turns));
    }

    private static async Task<IReadOnlyList<long>> RowsAsync(TurnsDriver turns)
    {
        var rows = new List<long>();
        foreach (var table in (string[])["inbox", .. Written])
            rows.Add(await turns.CountAsync($"select count(*) from {table}"));
        return rows;
    }

    /// <summary>Counts rows at the end of a transaction, before it is committed or taken back.</summary>
    private sealed class WatchedDatabase(IDatabase database) : IDatabase
    {
        public List<(string Table, long Rows)> RowsBeforeTheEnd { get; } = [];

        public StorageEngine Engine => database.Engine;
        public ISqlDialect Sql => database.Sql;
        public bool IsShared => database.IsShared;

        public Task<DbConnection> OpenAsync(string workspace, CancellationToken cancel) => database.OpenAsync(workspace, cancel);

        public Task<T> WriteAsync<T>(string workspace, Func<DbTransaction, Task<T>> work, CancellationToken cancel) =>
            database.WriteAsync(
                workspace,
                async transaction =>
                {
                    RowsBeforeTheEnd.Clear();
                    try
                    {
                        return await work(transaction);
                    }
                    finally
                    {
                        foreach (var table in Written)
                            RowsBeforeTheEnd.Add(
                                (
                                    table,
                                    await transaction.Connection!.ExecuteScalarAsync<long>(
                                        $"select count(*) from {table}",
                                        transaction: transaction
                                    )
                                )
                            );
                    }
                },
                cancel
            );
    }
}
