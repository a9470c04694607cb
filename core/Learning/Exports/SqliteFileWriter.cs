using ChatBot.Settings;
using Microsoft.Data.Sqlite;

namespace ChatBot.Learning.Exports;

/// <summary>A SQLite file with one table, <c>training</c>, that any tool opens without us.</summary>
internal sealed class SqliteFileWriter : IExportWriter
{
    private readonly SqliteConnection _connection;
    private readonly SqliteTransaction _transaction;
    private readonly SqliteCommand _insert;

    public SqliteFileWriter(string path)
    {
        PrivateFiles.Create(path).Dispose();
        _connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        _connection.Open();
        using (var create = _connection.CreateCommand())
        {
            create.CommandText = """
                pragma journal_mode = off;
                create table training (id text primary key, question text not null, answer text not null,
                                       rejected text, outcome text not null, category text not null,
                                       channel text not null, approved integer not null, quality real,
                                       ratings integer not null, created text not null);
                """;
            create.ExecuteNonQuery();
        }
        _transaction = _connection.BeginTransaction();
        _insert = _connection.CreateCommand();
        _insert.Transaction = _transaction;
        _insert.CommandText =
            "insert into training values ($id, $question, $answer, $rejected, $outcome, $category, $channel, $approved, "
            + "$quality, $ratings, $created)";
        foreach (
            var name in (string[])
                [
                    "$id",
                    "$question",
                    "$answer",
                    "$rejected",
                    "$outcome",
                    "$category",
                    "$channel",
                    "$approved",
                    "$quality",
                    "$ratings",
                    "$created",
                ]
        )
            _insert.Parameters.Add(new SqliteParameter(name, null));
    }

    public ValueTask WriteAsync(TrainingRow row, CancellationToken cancel)
    {
        object?[] values =
        [
            row.Id,
            row.Question,
            row.Answer,
            row.Rejected,
            row.Outcome,
            row.Category,
            row.Channel,
            row.Approved ? 1 : 0,
            row.Quality,
            row.Ratings,
            row.Created.ToString("O"),
        ];
        for (var n = 0; n < values.Length; n++)
            _insert.Parameters[n].Value = values[n] ?? DBNull.Value;
        _insert.ExecuteNonQuery();
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await _transaction.CommitAsync();
        await _insert.DisposeAsync();
        await _transaction.DisposeAsync();
        await _connection.DisposeAsync();
    }
}
