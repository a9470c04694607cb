using System.Text;
using ChatBot.Knowledge.Indexing.Postings;

namespace ChatBot.Core.Tests.Knowledge.Indexing.Postings;

public sealed class PostingBlockTests
{
    [Fact]
    public void A_block_gives_back_what_was_put_in()
    {
        var random = new Random(3);
        var (postings, data, id) = (new List<Posting>(), new List<byte>(), 1L << 40);
        for (var i = 0; i < 500; i++)
        {
            id += i == 0 ? 0 : random.Next(1, 1 << random.Next(1, 30));
            var elsewhere = random.Next(4) == 0 ? 1 : 0;
            postings.Add(new(id, random.Next(300), elsewhere * random.Next(3), elsewhere * random.Next(200), random.Next(2_000)));
            PostingBlock.Append(data, i == 0 ? 1L << 40 : postings[^2].ChunkId, postings[^1]);
        }
        var read = new List<Posting>();
        for (var block = PostingBlock.Read([.. data], 1L << 40); block.Next(); )
            read.Add(block.Current);
        Assert.Equal(postings, read);
    }

    [Fact]
    public void Terms_that_begin_alike_give_back_what_was_put_in()
    {
        Assert.Equal(["a", "ab", "ab", "🗼🗼", "é̂"], ((string[])["a", "ab", "abc", "🗼🗼🗼", "é̂"]).Select(RecentTerms.PrefixOf));
        KeyValuePair<string, List<Posting>>[] terms =
        [
            new("🗼🗼", [new(70, 1, 0, 0, 9), new(400, 3, 1, 2, 500)]),
            new("🗼🗼🗼", [new(71, 200, 0, 0, 300)]),
        ];
        var read = RecentTerms.Read(RecentTerms.Write(terms, first: 65)).ToList();
        Assert.Equal(["🗼🗼", "🗼🗼🗼"], read.Select(term => Encoding.UTF8.GetString(term.Utf8.Span)));
        Assert.Equal([2, 1], read.Select(term => term.Chunks));
        var gathered = new GatheredPostings();
        foreach (var term in read)
            gathered.Add(Encoding.UTF8.GetString(term.Utf8.Span), PostingBlock.Read(term.Block.Span, 65));
        Assert.Equal(terms.SelectMany(term => term.Value), gathered.ByTerm.SelectMany(term => term.Value));
    }
}
