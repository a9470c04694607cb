using ChatBot.Knowledge.Records.Asking;
using ChatBot.TestKit.Hosting;

namespace ChatBot.TestKit.Records;

/// <summary>What people ask of the generated table in a chat, with what the truth says of it; the same in every channel.</summary>
public static class RecordTalk
{
    public const string Pending = "How many IT requests are pending?";
    public const string Resolved = "and the resolved ones?";
    public const string Row = "What is the status of req 7?";
    public const string NoRow = "What is the status of REQ-999999?";
    public const string Offices = "How many requests by office?";
    public const string Understood = "requests: category = IT, status = pending";
    public const string WithoutStatus = "Without status = pending";

    private const int Rows = 400;

    public static RequestTable Table { get; } = new(Rows);

    /// <summary>The truth of <see cref="Pending"/>, of <see cref="Resolved"/> after it, and of it without its status.</summary>
    public static (long Pending, long Resolved, long All) Counts { get; } =
        (Count("pending"), Count("resolved"), Table.Read().Count(row => row.ToStored().Cells.Contains("IT")));

    /// <summary>The status of <see cref="Row"/>.</summary>
    public static string Status { get; } =
        RequestTruth
            .Of(Table, [new RecordQuery(RequestTable.Source, RecordIntent.Status) { Id = "REQ-000007" }])[0]
            .Rows[0]
            .Cells["status"]
            .ToString()!;

    /// <summary>Brings the table into a running bot, as an import in another process does.</summary>
    public static Task ImportAsync(BotApp bot) => TableDriver.ImportAsync(bot.Services, Table);

    private static long Count(string status) =>
        RequestTruth
            .Of(
                Table,
                [
                    new RecordQuery(RequestTable.Source, RecordIntent.Count)
                    {
                        Where = [new FacetCondition("category", ["IT"]), new FacetCondition("status", [status])],
                    },
                ]
            )[0]
            .Count;
}
