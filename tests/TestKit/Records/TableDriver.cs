using System.Diagnostics;
using ChatBot.Knowledge.Records.Asking;
using ChatBot.Knowledge.Records.Storing;
using ChatBot.Storage;
using ChatBot.TestKit.Knowledge;
using Microsoft.Extensions.DependencyInjection;

namespace ChatBot.TestKit.Records;

/// <summary>The real knowledge room with the generated table in it, at the table's time.</summary>
public sealed class TableDriver : IAsyncDisposable
{
    private const int Batch = 2000;

    private TableDriver(KnowledgeDriver knowledge, RequestTable table)
    {
        Knowledge = knowledge;
        Table = table;
    }

    public KnowledgeDriver Knowledge { get; }
    public RequestTable Table { get; }
    public TimeSpan Import { get; private set; }
    public IRecordDesk Desk => Knowledge.Services.GetRequiredService<IRecordDesk>();

    public static async Task<TableDriver> StartAsync(int rows)
    {
        var knowledge = await KnowledgeDriver.StartAsync(
            services => services.AddSingleton<TimeProvider>(new TableClock()),
            new KeyValuePair<string, string?>("Records:TimeZone", RequestTable.Zone)
        );
        var driver = new TableDriver(knowledge, new RequestTable(rows));
        var watch = Stopwatch.StartNew();
        await ImportAsync(knowledge.Services, driver.Table);
        driver.Import = watch.Elapsed;
        return driver;
    }

    public ValueTask DisposeAsync() => Knowledge.DisposeAsync();

    /// <summary>Writes the table as an import does.</summary>
    public static async Task ImportAsync(IServiceProvider services, RequestTable table)
    {
        var store = services.GetRequiredService<RecordStore>();
        var run = await store.BeginAsync(Workspaces.Default, RequestTable.Source, RequestTable.Shape, $"{table.Rows} rows");
        var report = run.SoFar;
        foreach (var batch in table.Read().Chunk(Batch))
        {
            var seen = report.Read + batch.Length;
            var fates = await store.WriteAsync(
                run,
                RequestTable.Shape,
                [.. batch.Select(row => row.ToStored())],
                seen,
                _ => report with { Read = seen, Added = seen }
            );
            if (fates.Any(fate => fate != RowFate.Added))
                throw new InvalidOperationException("A new table has new rows only.");
            report = report with { Read = seen, Added = seen };
        }
        await store.EndAsync(run, removed => report with { Removed = removed });
    }

    /// <summary>Says that it is the table's time; what waits, waits in real time.</summary>
    private sealed class TableClock : TimeProvider
    {
        private static readonly DateTimeOffset Now = TimeZoneInfo.ConvertTimeToUtc(
            RequestTable.Now,
            TimeZoneInfo.FindSystemTimeZoneById(RequestTable.Zone)
        );

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
