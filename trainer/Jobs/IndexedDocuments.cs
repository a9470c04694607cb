using ChatBot.Storage;
using ChatBot.Trainer.Data;
using Dapper;

namespace ChatBot.Trainer.Jobs;

/// <summary>
/// What is indexed, as Markdown again: a document's passages under their headings, in order. Those by which the gate sees whether something
/// was forgotten are left out: a base that knew them by heart would forget them for certain.
/// </summary>
internal sealed class IndexedDocuments(IDatabase database)
{
    public async Task<IReadOnlyList<string>> ReadAsync(string workspace, CancellationToken cancel = default)
    {
        await using var connection = await database.OpenAsync(workspace, cancel);
        var heldOut = await GeneralText.HeldOutAsync(connection, workspace, cancel);
        var passages = await connection.QueryAsync<(string Document, string Title, string Text)>(
            new CommandDefinition(
                """
                select document_id, title, text from chunks where workspace = @workspace
                and id not in (select id from chunks where workspace = @workspace order by id limit @heldOut)
                order by id
                """,
                new { workspace, heldOut },
                cancellationToken: cancel
            )
        );
        return
        [
            .. passages
                .GroupBy(passage => passage.Document)
                .Select(document => string.Join("\n\n", document.Select(passage => $"## {passage.Title}\n\n{passage.Text}"))),
        ];
    }
}
