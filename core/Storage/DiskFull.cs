using System.Data.Common;

namespace ChatBot.Storage;

/// <summary>Tells a database that has no room left from one that fails otherwise: somebody has to free some.</summary>
public static class DiskFull
{
    public static bool Explains(DbException fault) => StorageTrouble.Of(fault) == StorageTrouble.Full;
}
