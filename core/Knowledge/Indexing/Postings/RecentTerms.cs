using System.Text;

namespace ChatBot.Knowledge.Indexing.Postings;

/// <summary>One term of a batch.</summary>
/// <param name="Utf8">The term.</param>
/// <param name="Chunks">Of the batch, that hold it.</param>
/// <param name="Block">A <see cref="PostingBlock"/>, its ids counted from the batch's lowest.</param>
internal readonly record struct RecentTerm(ReadOnlyMemory<byte> Utf8, int Chunks, ReadOnlyMemory<byte> Block);

/// <summary>
/// Terms of one batch that begin alike, as bytes: of each the term, how many chunks hold it, and its block, either with its length before
/// it. Some thousand terms are some hundred rows, in the order of the terms.
/// </summary>
internal static class RecentTerms
{
    /// <summary>Characters that tell one row from another.</summary>
    private const int Alike = 2;

    /// <summary>The row that a term stands in.</summary>
    public static string PrefixOf(string term) => string.Concat(term.EnumerateRunes().Take(Alike));

    public static byte[] Write(IEnumerable<KeyValuePair<string, List<Posting>>> terms, long first)
    {
        var data = new List<byte>();
        foreach (var (term, postings) in terms)
        {
            AddWithLength(data, Encoding.UTF8.GetBytes(term));
            PostingBlock.Write(data, (ulong)postings.Count);
            AddWithLength(data, PostingBlock.Of(postings, first));
        }
        return [.. data];
    }

    public static IEnumerable<RecentTerm> Read(byte[] data)
    {
        for (var at = 0; at < data.Length; )
            yield return new RecentTerm(WithLength(data, ref at), (int)PostingBlock.Number(data, ref at), WithLength(data, ref at));
    }

    private static void AddWithLength(List<byte> data, byte[] part)
    {
        PostingBlock.Write(data, (ulong)part.Length);
        data.AddRange(part);
    }

    private static ReadOnlyMemory<byte> WithLength(byte[] data, ref int at)
    {
        var length = (int)PostingBlock.Number(data, ref at);
        at += length;
        return data.AsMemory(at - length, length);
    }
}
