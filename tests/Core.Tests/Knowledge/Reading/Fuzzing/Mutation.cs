using System.IO.Compression;
using System.Text;

namespace ChatBot.Core.Tests.Knowledge.Reading.Fuzzing;

internal enum MutationKind
{
    Flip,
    Overwrite,
    Remove,
    Truncate,
    Repeat,
    Nest,
    Splice,
    Token,
}

/// <summary>One change of a file's bytes.</summary>
/// <param name="At">Where, as a share of the file.</param>
/// <param name="Length">Bytes of the piece that is taken.</param>
/// <param name="Times">How often it is repeated, or how deep it is nested.</param>
/// <param name="Other">Chooses another seed, a token or a byte.</param>
/// <param name="Inside">In a package: within one of its parts, so that the package itself stays sound.</param>
internal sealed record Mutation(MutationKind Kind, double At, int Length, int Times, int Other, bool Inside)
{
    /// <summary>Bytes beyond which a file grows no more.</summary>
    private const int Longest = 60_000;

    private static readonly byte[][] Tokens =
    [
        .. new[]
        {
            "[",
            "{",
            "(",
            "<",
            ">",
            "\"",
            "'",
            "`",
            "```\n",
            "---\n",
            "<!--",
            "]]>",
            "<![CDATA[",
            "<div hidden>",
            "</div>",
            "<table><tr><td>",
            "&#0;",
            "&#xD800;",
            "\\ud800",
            "\\u0000",
            "\0",
            "\uFEFF",
            "\u202E",
            "\r",
            "\t",
            "\n\n",
            "%",
            "$$",
            "|",
            "||\n",
            ":::\n",
            "<Tabs>",
            "<w:tbl>",
            "<w:p>",
            "xml:space=\"",
            "endobj",
            "stream\n",
            "99999999999999999999",
            "-1",
            "1e999",
            "=?utf-8?Q?=",
            "--x\n",
            ".. ",
            "====\n",
        }.Select(Encoding.UTF8.GetBytes),
        [0xFF],
        [0xFF, 0xFE],
        [0xED, 0xA0, 0x80],
        [0x1B, 0x24, 0x42],
    ];

    public byte[] Of(byte[] file) => Inside && file.AsSpan().StartsWith("PK"u8) ? Repacked(file) : Changed(file);

    private byte[] Changed(byte[] file)
    {
        if (file.Length == 0)
            return file;
        var at = Math.Min(file.Length - 1, (int)(At * file.Length));
        var length = Math.Min(Length, file.Length - at);
        ReadOnlySpan<byte> before = file.AsSpan(0, at),
            piece = file.AsSpan(at, length),
            after = file.AsSpan(at + length);
        switch (Kind)
        {
            case MutationKind.Flip:
                var flipped = file.ToArray();
                flipped[at] ^= (byte)(1 << (Other & 7));
                return flipped;
            case MutationKind.Overwrite:
                var written = file.ToArray();
                written.AsSpan(at, length).Fill((byte)Other);
                return written;
            case MutationKind.Remove:
                return [.. before, .. after];
            case MutationKind.Truncate:
                return [.. before];
            case MutationKind.Repeat:
                return [.. before, .. Many(piece), .. after];
            case MutationKind.Nest:
                var end = after.Length / 2;
                var closing = after[end..][..Math.Min(length, after.Length - end)];
                return [.. before, .. Many(piece), .. after[..end], .. Many(closing), .. after[end..]];
            case MutationKind.Splice:
                var other = SeedFiles.All[Other % SeedFiles.All.Count].Bytes;
                var from = Math.Min(other.Length - 1, (int)(At * other.Length));
                return [.. before, .. other.AsSpan(from, Math.Min(Length * 8, other.Length - from)), .. after];
            default:
                return [.. before, .. Many(Tokens[Other % Tokens.Length]), .. after];
        }
    }

    private byte[] Many(ReadOnlySpan<byte> piece)
    {
        var times = Math.Min(Times, Longest / Math.Max(1, piece.Length));
        var many = new byte[piece.Length * times];
        for (var i = 0; i < times; i++)
            piece.CopyTo(many.AsSpan(i * piece.Length));
        return many;
    }

    /// <summary>The package with one of its parts changed; as bytes where it is no package any more.</summary>
    private byte[] Repacked(byte[] file)
    {
        try
        {
            using var from = new ZipArchive(new MemoryStream(file), ZipArchiveMode.Read);
            using var into = new MemoryStream();
            using (var zip = new ZipArchive(into, ZipArchiveMode.Create, leaveOpen: true))
                foreach (var (index, part) in from.Entries.Index())
                {
                    using var stream = part.Open();
                    using var bytes = new MemoryStream();
                    stream.CopyTo(bytes);
                    using var target = zip.CreateEntry(part.FullName, CompressionLevel.Fastest).Open();
                    target.Write(index == Other % from.Entries.Count ? Changed(bytes.ToArray()) : bytes.ToArray());
                }
            return into.ToArray();
        }
        catch (Exception error) when (error is InvalidDataException or IOException or ArgumentException or NotSupportedException)
        {
            return Changed(file);
        }
    }
}
