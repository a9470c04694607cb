namespace ChatBot.Knowledge.Indexing.Postings;

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
    /// <summary>
    /// Bytes from which on a new block is begun: rows of a quarter of SQLite's page need no page of their own, and PostgreSQL keeps rows of
    /// less than a quarter of its page as they are.
    /// </summary>
    public const int Full = 800;

    /// <summary>More than any block has: one that is not full, and a posting of large numbers.</summary>
    public const int Largest = Full + 64;

    /// <summary>Puts postings behind a term's last block, null where it has none.</summary>
    /// <returns>The blocks to write: the last one as it is now, and what had to be begun.</returns>
    public static IEnumerable<(long First, byte[] Data)> Continue((long First, byte[] Data)? last, IReadOnlyList<Posting> postings)
    {
        var (first, before, data) = last is { } there
            ? (there.First, LastOf(there.Data, there.First), new List<byte>(there.Data))
            : (postings[0].ChunkId, postings[0].ChunkId, []);
        foreach (var posting in postings)
        {
            if (data.Count >= Full)
            {
                if (last?.Data.Length != data.Count || last?.First != first) // full before, so it stands as it is
                    yield return (first, [.. data]);
                (first, before) = (posting.ChunkId, posting.ChunkId);
                data.Clear();
            }
            Append(data, before, posting);
            before = posting.ChunkId;
        }
        yield return (first, [.. data]);
    }

    /// <summary>All postings in one block, however many.</summary>
    /// <param name="first">The id that the first one's distance is from.</param>
    public static byte[] Of(IReadOnlyList<Posting> postings, long first)
    {
        var data = new List<byte>(postings.Count * 4);
        var before = first;
        foreach (var posting in postings)
        {
            Append(data, before, posting);
            before = posting.ChunkId;
        }
        return [.. data];
    }

    /// <summary>A block without some of its chunks; empty where they were all.</summary>
    public static byte[] Without(ReadOnlySpan<byte> data, long first, HashSet<long> gone)
    {
        var left = new List<byte>(data.Length);
        var before = first;
        for (var block = Read(data, first); block.Next(); )
            if (!gone.Contains(block.Current.ChunkId))
            {
                Append(left, before, block.Current);
                before = block.Current.ChunkId;
            }
        return [.. left];
    }

    private static long LastOf(ReadOnlySpan<byte> data, long first)
    {
        var block = Read(data, first);
        while (block.Next()) { }
        return block.Current.ChunkId;
    }

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

    /// <summary>A number as seven bits a byte, the lowest first; all bytes but the last have the eighth.</summary>
    public static void Write(List<byte> data, ulong value)
    {
        for (; value >= 0x80; value >>= 7)
            data.Add((byte)(value | 0x80));
        data.Add((byte)value);
    }

    /// <summary>The number at <paramref name="at"/>, which moves behind it.</summary>
    public static ulong Number(ReadOnlySpan<byte> data, ref int at)
    {
        var value = 0UL;
        for (var shift = 0; ; shift += 7)
        {
            var read = data[at++];
            value |= (ulong)(read & 0x7F) << shift;
            if (read < 0x80)
                return value;
        }
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

        private ulong Number() => PostingBlock.Number(_data, ref _at);
    }
}
