using System.Reflection;
using System.Runtime.InteropServices;
using SQLitePCL;

namespace ChatBot.Storage.Sqlite;

/// <summary>
/// Prefers the system's SQLite, which the distribution patches, to the older one in the NuGet bundle.
/// Must run before the first connection.
/// </summary>
internal static class SqliteNativeLibrary
{
    private static readonly Lazy<bool> Chosen = new(Choose);

    public static void Load() => _ = Chosen.Value;

    private static bool Choose()
    {
        NativeLibrary.SetDllImportResolver(typeof(SQLite3Provider_e_sqlite3).Assembly, Resolve);
        raw.SetProvider(new SQLite3Provider_e_sqlite3());
        return true;
    }

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? path)
    {
        if (name != "e_sqlite3")
            return 0;
        foreach (var system in (ReadOnlySpan<string>)["libsqlite3.so.0", "libsqlite3.dylib", "winsqlite3.dll"])
            if (NativeLibrary.TryLoad(system, out var handle) && HasFts5(handle))
                return handle;
        return NativeLibrary.Load(name, assembly, path);
    }

    /// <summary>Some systems ship SQLite without full-text search; those fall back to the bundle.</summary>
    private static unsafe bool HasFts5(nint handle)
    {
        if (!NativeLibrary.TryGetExport(handle, "sqlite3_compileoption_used", out var export))
            return false;
        fixed (byte* option = "ENABLE_FTS5\0"u8)
            return ((delegate* unmanaged[Cdecl]<byte*, int>)export)(option) == 1;
    }
}
