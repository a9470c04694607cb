using ChatBot.Storage;
using Dapper;

namespace ChatBot.Interactions;

/// <param name="Outcome">As stored, e.g. <c>no_answer</c>, or <see cref="InteractionLine.SmallTalk"/>; null: any.</param>
/// <param name="Text">Words that stand in the question, as one piece and without case; null: any.</param>
public sealed record InteractionFilter(string? Outcome = null, string? Channel = null, string? Category = null, string? Text = null);

/// <summary>A line of the list.</summary>
public sealed class InteractionLine
{
    /// <summary>Stands for the outcome of what was no question.</summary>
    public const string SmallTalk = "small_talk";

    public string Id { get; init; } = "";
    public string Channel { get; init; } = "";
    public string Category { get; init; } = "";
    public string Question { get; init; } = "";

    /// <summary>As stored, or <see cref="SmallTalk"/>.</summary>
    public string Outcome { get; init; } = "";
    public long Words { get; init; }
    public double LatencyMs { get; init; }
    public long CreatedMs { get; init; }
}

/// <summary>Stored turns, newest first, a page at a time.</summary>
public sealed class InteractionList(IDatabase database)
{
    /// <summary>
    /// Of channel, category and text, which no index knows, only so many turns are searched: a page comes at once, whatever the history.
    /// </summary>
    public const int Window = 50_000;

    /// <param name="before">Id of the last line of the page before; null: the newest.</param>
    public async Task<IReadOnlyList<InteractionLine>> ReadAsync(
        string workspace,
        InteractionFilter filter,
        string? before,
        int count,
        CancellationToken cancel = default
    )
    {
        var isSearch = (filter.Channel ?? filter.Category ?? filter.Text) is not null;
        await using var connection = await database.OpenAsync(workspace, cancel);
        var rows = await connection.QueryAsync<InteractionLine>(
            new CommandDefinition(
                $"""
                select id as Id, channel as Channel, category as Category, question as Question,
                    case when small_talk = 1 then @SmallTalk else outcome end as Outcome, words as Words,
                    latency_ms as LatencyMs, created as CreatedMs from
                    (select id, channel, category, question, outcome, small_talk, words, latency_ms, created from interactions
                     where workspace = @workspace {Ended(filter.Outcome)}
                       {(
                    before is null
                        ? ""
                        : "and (created, id) < (select created, id from interactions where workspace = @workspace and id = @before)"
                )}
                     order by created desc, id desc limit @window) newest
                where 1 = 1 {(filter.Channel is null ? "" : "and channel = @Channel")} {(
                    filter.Category is null ? "" : "and category = @Category"
                )}
                    {(filter.Text is null ? "" : "and lower(question) like @like escape '\\'")}
                order by created desc, id desc limit @count
                """,
                new
                {
                    workspace,
                    InteractionLine.SmallTalk,
                    filter.Outcome,
                    filter.Channel,
                    filter.Category,
                    before,
                    count,
                    window = isSearch ? Window : count,
                    like = filter.Text is { } text ? Likeness.Containing(text) : null,
                },
                cancellationToken: cancel
            )
        );
        return rows.AsList();
    }

    /// <summary>A greeting ends as answered, and is not looked for among the answers.</summary>
    private static string Ended(string? outcome) =>
        outcome switch
        {
            null => "",
            InteractionLine.SmallTalk => "and outcome = 'answered' and small_talk = 1",
            _ => "and outcome = @Outcome and small_talk = 0",
        };
}
