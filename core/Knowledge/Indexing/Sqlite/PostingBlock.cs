namespace ChatBot.Knowledge.Indexing.Sqlite;

/// <summary>One chunk that holds a term.</summary>
/// <param name="Frequency">How often its body holds it.</param>
/// <param name="Title">How often its title does, and <paramref name="Names"/> its identifiers.</param>
/// <param name="Length">Terms in its body.</param>
internal readonly record struct Posting(long ChunkId, int Frequency, int Title, int Names, int Length);

/// <summary>
/// A run of postings as bytes, by rising chunk ids: of each the distance from the id before (from the block's own for the first), the
/// length, and the frequencies, as variable-length integers of seven bits a byte. Where a term stands once in the body and nowhere else,
/// as most do, the frequencies are one byte.
/// </summary>
internal static class PostingBlock
{
    /// <summary>Bytes from which on a new block is begun: rows of a quarter of SQLite's page need no page of their own.</summary>
    public const int Full = 800;

    public static void Append(List<byte> data, long before, in Posting posting)
    {
        Write(data, (ulong)(posting.ChunkId - before));
        Write(data, (ulong)posting.Length);
        var elsewhere = posting.Title + posting.Names > 0;
        Write(data, (ulong)posting.Frequency << 1 | (elsewhere ? 1UL : 0));
        if (!elsewhere)
            return;
        Write(data, (ulong)posting.Title);
        Write(data, (ulong)posting.Names);
    }

    public static Reader Read(ReadOnlySpan<byte> data, long first) => new(data, first);

    private static void Write(List<byte> data, ulong value)
    {
        for (; value >= 0x80; value >>= 7)
            data.Add((byte)(value | 0x80));
        data.Add((byte)value);
    }

    public ref struct Reader(ReadOnlySpan<byte> data, long first)
    {
        private readonly ReadOnlySpan<byte> _data = data;
        private int _at;

        /// <summary>The one that was read; before the first, where the block begins.</summary>
        public Posting Current { get; private set; } = new(first, 0, 0, 0, 0);

        public bool Next()
        {
            if (_at >= _data.Length)
                return false;
            var id = Current.ChunkId + (long)Number();
            var length = (int)Number();
            var frequency = Number();
            Current =
                (frequency & 1) == 0
                    ? new Posting(id, (int)(frequency >> 1), 0, 0, length)
                    : new Posting(id, (int)(frequency >> 1), (int)Number(), (int)Number(), length);
            return true;
        }

        private ulong Number()
        {
            var value = 0UL;
            for (var shift = 0; ; shift += 7)
            {
                var read = _data[_at++];
                value |= (ulong)(read & 0x7F) << shift;
                if (read < 0x80)
                    return value;
            }
        }
    }
}
