using Microsoft.Extensions.Logging;

namespace ChatBot.Storage;

/// <summary>
/// Runs every <see cref="IRowUpgrade"/> to its end, a batch at a time: after a start that was interrupted the next one goes on.
/// </summary>
public sealed partial class RowUpgrades(IEnumerable<IRowUpgrade> upgrades, IDatabase database, ILogger<RowUpgrades> log)
{
    private const int Batch = 500;

    /// <summary>Where something was rewritten, what stood there before is taken off the disk too.</summary>
    public async Task RunAsync(CancellationToken cancel = default)
    {
        var rewritten = 0;
        foreach (var upgrade in upgrades)
            while (await upgrade.RunAsync(Batch, cancel) is var done and > 0)
            {
                if (rewritten == 0)
                    Begun();
                rewritten += done;
            }
        if (rewritten == 0)
            return;
        if (!await database.ScrubAsync(rebuild: true, cancel))
            NotScrubbed();
        Done(rewritten);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Rows that an older version stored are being brought into the form of this one")]
    private partial void Begun();

    [LoggerMessage(Level = LogLevel.Information, Message = "{Rows} rows of an older version were rewritten")]
    private partial void Done(int rows);

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "The database file could not be rebuilt (it needs as much free space as the database has): remains of what stood there "
            + "before may still lie in it. Free space and run VACUUM on it"
    )]
    private partial void NotScrubbed();
}
