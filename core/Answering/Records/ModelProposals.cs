using System.Text;
using ChatBot.Answering.Prompting;
using ChatBot.Knowledge.Records;
using ChatBot.Knowledge.Records.Asking;
using ChatBot.Knowledge.Records.Storing;
using ChatBot.Models;
using Microsoft.Extensions.AI;

namespace ChatBot.Answering.Records;

/// <summary>
/// Lets a chat model say in types what a question asks of a table, where its words alone were not understood. What it says is only a
/// proposal: it is checked like any query, and asked back.
/// </summary>
/// <param name="client">The model; null where none is configured.</param>
/// <param name="patience">How long it is waited for: <c>Model:Timeout</c>.</param>
internal sealed class ModelProposals(IChatClient? client, IRecordDesk desk, TimeProvider time, TimeSpan patience) : IRecordProposals
{
    /// <summary>Values of a column that a model is told; of more it is told the first.</summary>
    private const int MostValues = 40;

    private const int MostTokens = 300;

    /// <returns>Null where no model is configured, it fails, or what it says does not fit the table.</returns>
    public async Task<RecordQuery?> ProposeAsync(
        RecordAsker asker,
        Question question,
        RecordSource source,
        CancellationToken cancel = default
    )
    {
        if (client is null)
            return null;
        var values = await ValuesAsync(asker, source, cancel);
        var options = new ChatOptions
        {
            Temperature = 0,
            MaxOutputTokens = MostTokens,
            ResponseFormat = ChatResponseFormat.Json,
            AdditionalProperties = new AdditionalPropertiesDictionary { [ChatKeys.Person] = question.User },
        };
        using var late = new CancellationTokenSource(patience, time);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel, late.Token);
        try
        {
            var reply = await client.GetResponseAsync(Messages(question, source.Shape, values), options, limit.Token);
            return QueryJson.Read(reply.Text, source, values);
        }
        catch (Exception) when (!cancel.IsCancellationRequested) // whatever a client throws: the question is answered without it
        {
            return null;
        }
    }

    /// <summary>Values of categories and statuses that the asker sees; no people.</summary>
    private async Task<Dictionary<string, IReadOnlyList<string>>> ValuesAsync(
        RecordAsker asker,
        RecordSource source,
        CancellationToken cancel = default
    )
    {
        var values = new Dictionary<string, IReadOnlyList<string>>(StringComparer.OrdinalIgnoreCase);
        foreach (var column in source.Shape.Columns.Where(column => column.Role is ColumnRole.Category or ColumnRole.Status))
        {
            var found = await desk.FindAsync(asker, new RecordQuery(source.Source, RecordIntent.Group) { By = column.Name }, cancel);
            values[column.Name] = [.. found.Groups.Take(MostValues).Select(group => group.Value)];
        }
        return values;
    }

    private List<ChatMessage> Messages(Question question, RecordShape shape, Dictionary<string, IReadOnlyList<string>> values)
    {
        var columns = new StringBuilder();
        foreach (var column in shape.Columns.Where(column => column.IsFacet || column.Role is ColumnRole.Date or ColumnRole.Amount))
            columns.AppendLine(
                values.TryGetValue(column.Name, out var known)
                    ? $"- {column.Name} ({column.Role}): {string.Join(" | ", known)}"
                    : $"- {column.Name} ({column.Role})"
            );
        return
        [
            new(
                ChatRole.System,
                $$"""
                You turn a question about rows of a table into one JSON object and write nothing else. You never count yourself.
                A row is a {{shape.Noun}}. Today is {{time.GetUtcNow():yyyy-MM-dd}}. The columns, and what they may hold:
                {{columns}}
                Form: {"intent": "list|count|group|most_common|least_common|newest|oldest|average|sum|largest|smallest|trend",
                "where": [{"column": "…", "values": ["…"], "not": false}, {"column": "…", "from": "yyyy-mm-dd", "before": "yyyy-mm-dd"},
                {"column": "…", "least": 1, "most": 2}], "by": "column", "per": "day|week|month|quarter|year", "of": "amount column",
                "first": 5}. Leave out what is not asked. Use only these columns and values. If the question asks for something that
                they cannot say, write {}.
                """
            ),
            new(ChatRole.User, $"<question>\n{PromptWriter.Data(question.Text)}\n</question>"),
        ];
    }
}
