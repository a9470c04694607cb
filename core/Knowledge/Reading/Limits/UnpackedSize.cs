using System.IO.Compression;

namespace ChatBot.Knowledge.Reading.Limits;

/// <summary>Small files that unpack to any size: refused before anything of them is unpacked.</summary>
internal static class UnpackedSize
{
    /// <param name="package">A ZIP file; where it stands afterwards is where it stood. What is no ZIP file is left to its reader.</param>
    /// <exception cref="UnreadableDocumentException">It holds more than it may.</exception>
    public static void Check(Stream package, ReadingLimits limits)
    {
        var place = package.Position;
        var size = Unpacked(package);
        package.Position = place;
        // The size that a package declares of a part is a bound: nothing beyond it is unpacked.
        if (size > limits.Unpacked || (size > limits.UnpackedAlways && size / limits.UnpackedTimes > package.Length))
            throw new UnreadableDocumentException(
                $"is {package.Length / 1048576.0:0.#} MB large and would unpack to {size / 1048576.0:0} MB: open it in its program, "
                    + "remove what is empty or repeated and save it again"
            );
    }

    private static long Unpacked(Stream package)
    {
        try
        {
            using var zip = new ZipArchive(package, ZipArchiveMode.Read, leaveOpen: true);
            return zip.Entries.Aggregate(0L, (sum, part) => Math.Min(long.MaxValue / 2, sum + Math.Max(0, part.Length)));
        }
        catch (Exception error) when (error is InvalidDataException or IOException or ArgumentException or NotSupportedException)
        {
            return 0;
        }
    }
}
