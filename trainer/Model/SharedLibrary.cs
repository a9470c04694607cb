using System.Buffers.Binary;
using System.Text;

namespace ChatBot.Trainer.Model;

/// <summary>
/// A shared library of Linux (ELF, 64 bits, little-endian) as far as symbol versions go: a version that it asks another library for can
/// be made one that may be missing. Layout: <c>elf(5)</c> and the Linux Standard Base, "Symbol Versioning".
/// </summary>
internal sealed class SharedLibrary
{
    private const uint DynamicSymbols = 11,
        VersionNeeds = 0x6ffffffe,
        SymbolVersions = 0x6fffffff;
    private const ushort MayBeMissing = 2; // VER_FLG_WEAK
    private const int WeakBinding = 2, // STB_WEAK
        SymbolBytes = 24;

    private readonly byte[] _file;

    /// <param name="file">The library's bytes; they are copied.</param>
    /// <exception cref="FormatException">This is no such library.</exception>
    public SharedLibrary(ReadOnlySpan<byte> file)
    {
        if (!file.StartsWith((ReadOnlySpan<byte>)[0x7F, (byte)'E', (byte)'L', (byte)'F', 2, 1]) || file.Length < 64)
            throw new FormatException("this is no ELF file of 64 bits");
        _file = file.ToArray();
    }

    /// <summary>The file with all changes.</summary>
    public ReadOnlySpan<byte> Bytes => _file;

    /// <summary>
    /// Lets the loader accept a system without <paramref name="version"/>: the need is flagged weak, and so are the symbols that come with
    /// it, which then are null where the system lacks them.
    /// </summary>
    /// <returns>The symbols' names; empty where nothing needs the version.</returns>
    /// <exception cref="FormatException">The file contradicts itself.</exception>
    public IReadOnlyList<string> Excuse(string version)
    {
        if (Section(VersionNeeds) is not { } needs || Section(DynamicSymbols) is not { } symbols)
            return [];
        var names = SectionAt((int)needs.Link);
        if (ExcuseNeed(needs, names, version) is not { } index || Section(SymbolVersions) is not { } versions)
            return [];
        var excused = new List<string>();
        for (var i = 0; i < symbols.Length / SymbolBytes; i++)
        {
            if ((UInt16(versions.Offset + 2 * i) & 0x7FFF) != index)
                continue;
            var symbol = symbols.Offset + SymbolBytes * i;
            _file[symbol + 4] = (byte)(_file[symbol + 4] & 15 | WeakBinding << 4);
            excused.Add(Text(names, UInt32(symbol)));
        }
        return excused;
    }

    /// <summary>Flags one entry of <c>.gnu.version_r</c>; the index by which symbols name it.</summary>
    private int? ExcuseNeed((int Offset, long Length, uint Link) needs, (int Offset, long Length, uint Link) names, string version)
    {
        for (long library = needs.Offset, next = -1; next != 0; library += next)
        {
            next = UInt32(library + 12);
            var entry = library + UInt32(library + 8);
            for (var left = UInt16(library + 2); left > 0; left--, entry += UInt32(entry + 12))
                if (Text(names, UInt32(entry + 8)) == version)
                {
                    var flags = (ushort)(UInt16(entry + 4) | MayBeMissing);
                    BinaryPrimitives.WriteUInt16LittleEndian(_file.AsSpan((int)entry + 4), flags);
                    return UInt16(entry + 6) & 0x7FFF;
                }
        }
        return null;
    }

    private (int Offset, long Length, uint Link)? Section(uint type)
    {
        for (var i = 0; i < UInt16(60); i++)
            if (UInt32(SectionHeader(i) + 4) == type)
                return SectionAt(i);
        return null;
    }

    private (int Offset, long Length, uint Link) SectionAt(int index)
    {
        var header = SectionHeader(index);
        var (offset, length) = (UInt64(header + 24), UInt64(header + 32));
        return offset <= (ulong)_file.Length && length <= (ulong)_file.Length - offset
            ? ((int)offset, (long)length, UInt32(header + 40))
            : throw new FormatException("a section lies outside the file");
    }

    private int SectionHeader(int index) => checked((int)UInt64(40) + index * 64);

    private string Text((int Offset, long Length, uint Link) names, uint at)
    {
        var text = Piece(names.Offset + (long)at, 0, toEnd: true);
        return Encoding.ASCII.GetString(text[..text.IndexOf((byte)0)]);
    }

    private ushort UInt16(long at) => BinaryPrimitives.ReadUInt16LittleEndian(Piece(at, 2));

    private uint UInt32(long at) => BinaryPrimitives.ReadUInt32LittleEndian(Piece(at, 4));

    private ulong UInt64(long at) => BinaryPrimitives.ReadUInt64LittleEndian(Piece(at, 8));

    private ReadOnlySpan<byte> Piece(long at, int length, bool toEnd = false) =>
        at >= 0 && at <= _file.Length - length
            ? toEnd
                ? _file.AsSpan((int)at)
                : _file.AsSpan((int)at, length)
            : throw new FormatException("the file is cut short");
}
