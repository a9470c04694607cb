namespace ChatBot.Storage;

/// <summary>Row identities: version 7 UUIDs as 32 hexadecimal digits, so they sort by time in either engine.</summary>
public static class Ids
{
    public static string New(TimeProvider time) => Guid.CreateVersion7(time.GetUtcNow()).ToString("N");

    /// <summary>Times are stored as milliseconds since 1970 UTC, in both engines.</summary>
    public static long NowMs(this TimeProvider time) => time.GetUtcNow().ToUnixTimeMilliseconds();
}
