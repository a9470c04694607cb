using System.Security.Cryptography;
using System.Text;

namespace ChatBot.Knowledge.Records.Importing.Tables;

/// <summary>
/// Tells whether a file is the one that was read before: by its length, its time, its head and its tail, and how it is read.
/// </summary>
internal static class FileStamp
{
    /// <summary>Bytes of the head, and of the tail.</summary>
    private const int End = 64 * 1024;

    public static string Of(string path, TableRequest request)
    {
        using var file = File.OpenRead(path);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[End];
        hash.AppendData(buffer.AsSpan(0, file.ReadAtLeast(buffer, End, throwOnEndOfStream: false)));
        file.Position = Math.Max(0, file.Length - End);
        hash.AppendData(buffer.AsSpan(0, file.ReadAtLeast(buffer, End, throwOnEndOfStream: false)));
        string?[] how =
        [
            request.Format?.ToString(),
            request.Delimiter,
            request.Encoding,
            request.Table,
            string.Join('\0', request.Columns),
        ];
        hash.AppendData(Encoding.UTF8.GetBytes(string.Join('\u0001', how)));
        return $"{file.Length}-{File.GetLastWriteTimeUtc(path).Ticks}-{Convert.ToHexStringLower(hash.GetHashAndReset())[..24]}";
    }
}
