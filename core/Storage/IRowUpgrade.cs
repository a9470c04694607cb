namespace ChatBot.Storage;

/// <summary>
/// Brings rows that an older version wrote into the form of this one, where a migration cannot: keys are not in the database. The room
/// whose rows they are registers it; all run at each start, before anything is served.
/// </summary>
public interface IRowUpgrade
{
    /// <summary>
    /// Rewrites up to <paramref name="count"/> rows, or groups of rows, in one transaction; what is done is not found again.
    /// </summary>
    /// <returns>How many; 0 when none is left.</returns>
    Task<int> RunAsync(int count, CancellationToken cancel);
}
