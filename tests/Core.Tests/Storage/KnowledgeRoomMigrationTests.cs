using ChatBot.Storage;
using ChatBot.TestKit.Storage;
using Dapper;

namespace ChatBot.Core.Tests.Storage;

/// <summary>What an older version stored is counted and kept when the tables of the Knowledge room come.</summary>
public sealed class KnowledgeRoomMigrationTests
{
    [Fact]
    public async Task Old_answers_are_counted_by_document_and_what_was_skipped_is_kept()
    {
        await using var test = await TestDatabase.CreateAsync();
        await test.Database.WriteAsync(
            Workspaces.All,
            transaction =>
                transaction.Connection!.ExecuteAsync(
                    """
                    drop table skipped_files;
                    drop table document_days;
                    alter table knowledge_sources add column problems text not null default '[]';
                    delete from migrations where name like '058%';
                    insert into knowledge_sources (workspace, source, category, refreshed, added, changed, removed, skipped, problems)
                    values ('default', '/srv/docs', 'docs', 1, 1, 0, 0, 2,
                        '[{"path":"/srv/docs/a.pdf","reason":"is broken","partly":false,"files":3},'
                        || '{"path":"/srv/docs/b.csv","reason":"line 2 is left out","partly":true,"files":1}]'),
                        ('default', '/srv/more', 'docs', 1, 1, 0, 0, 0, '[]');
                    """,
                    transaction: transaction
                )
        );
        // Two answers of day 10 cite one document, one of them twice; another outcome and an emptied receipt do not count.
        await InsertAsync("i1", "default", "answered", 10, """{"sources":[{"documentId":"d1"},{"documentId":"d1"},{"documentId":""}]}""");
        await InsertAsync("i2", "default", "answered", 10, """{"sources":[{"documentId":"d1"},{"documentId":"d2"}]}""");
        await InsertAsync("i3", "default", "no_answer", 10, """{"sources":[{"documentId":"d1"}]}""");
        await InsertAsync("i4", "default", "answered", 11, """{"receipt":{},"sources":[]}""");
        await InsertAsync("i5", "other", "answered", 11, """{"sources":[{"documentId":"d1"}]}""");
        await RateAsync("i2", "ann", "down", null);
        await RateAsync("i2", "bob", null, 2);
        await RateAsync("i2", "cid", "up", 5);

        await new Migrator(test.Database, TimeProvider.System).MigrateAsync();

        await using var connection = await test.Database.OpenAsync(Workspaces.All);
        Assert.Equal(
            [("default", "d1", 10, 2, 2), ("default", "d2", 10, 1, 2), ("other", "d1", 11, 1, 0)],
            await connection.QueryAsync<(string, string, long, long, long)>(
                "select workspace, document_id, day, cited, disliked from document_days order by workspace, document_id"
            )
        );
        Assert.Equal(
            [(0, "/srv/docs/a.pdf", "is broken", 0, 3), (1, "/srv/docs/b.csv", "line 2 is left out", 1, 1)],
            await connection.QueryAsync<(long, string, string, long, long)>(
                """
                select cast(ordinal as bigint), path, reason, cast(partly as bigint), cast(files as bigint) from skipped_files
                where source = '/srv/docs' order by ordinal
                """
            )
        );

        Task InsertAsync(string id, string workspace, string outcome, long day, string receipt) =>
            test.Database.WriteAsync(
                Workspaces.All,
                transaction =>
                    transaction.Connection!.ExecuteAsync(
                        """
                        insert into interactions (id, workspace, channel, conversation, user_id, question, answer, outcome, confidence,
                            words, latency_ms, receipt, created)
                        values (@id, @workspace, 'web', '', 'ann', 'q', 'a', @outcome, 1, 1, 1, @receipt, @created)
                        """,
                        new
                        {
                            id,
                            workspace,
                            outcome,
                            receipt,
                            created = day * 86_400_000 + 5,
                        },
                        transaction
                    )
            );

        Task RateAsync(string interaction, string user, string? thumbs, int? overall) =>
            test.Database.WriteAsync(
                Workspaces.All,
                transaction =>
                    transaction.Connection!.ExecuteAsync(
                        """
                        insert into ratings (workspace, interaction_id, user_id, channel, thumbs, overall, created, updated)
                        values ('default', @interaction, @user, 'web', @thumbs, @overall, 1, 1)
                        """,
                        new
                        {
                            interaction,
                            user,
                            thumbs,
                            overall,
                        },
                        transaction
                    )
            );
    }
}
