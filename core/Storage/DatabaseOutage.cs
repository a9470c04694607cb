using System.Data.Common;

namespace ChatBot.Storage;

/// <summary>
/// Tells a database that is away (stopped, starting, unreachable, out of connections) from one that refuses what it was asked:
/// the first passes by itself, so work waits for it and does not count as having failed.
/// </summary>
public static class DatabaseOutage
{
    /// <summary>True where trying again later may help; the drivers know which of their errors are of that kind.</summary>
    public static bool Explains(Exception? fault) =>
        fault is not null && (fault is DbException { IsTransient: true } || Explains(fault.InnerException));

    /// <summary>
    /// True where it is away, or cannot store anything (<see cref="StorageTrouble"/>): what was asked was not done, and is waited with.
    /// </summary>
    public static bool Hinders(Exception fault) => Explains(fault) || StorageTrouble.Of(fault) is not null;
}
