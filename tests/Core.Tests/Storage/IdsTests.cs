using ChatBot.Storage;
using ChatBot.TestKit;

namespace ChatBot.Core.Tests.Storage;

public sealed class IdsTests
{
    [Fact]
    public void Ids_of_one_millisecond_sort_in_the_order_they_were_made()
    {
        var time = new SetTime { Now = DateTimeOffset.FromUnixTimeMilliseconds(1_700_000_000_123) };
        var ids = Enumerable.Range(0, 5000).Select(_ => Ids.New(time)).ToList();
        Assert.Equal(ids.Order(StringComparer.Ordinal), ids);
        Assert.Equal(5000, ids.Distinct().Count());
    }

    [Fact]
    public void Ids_are_UUIDs_of_version_7_that_sort_by_their_time()
    {
        var time = new SetTime { Now = DateTimeOffset.FromUnixTimeMilliseconds(1_700_000_000_123) };
        var first = Ids.New(time);
        time.Now += TimeSpan.FromMilliseconds(1);
        var second = Ids.New(time);
        Assert.True(string.CompareOrdinal(first, second) < 0);
        var id = Guid.ParseExact(first, "N");
        Assert.Equal((7, 8), (id.Version, id.Variant & 0xC));
        Assert.StartsWith(1_700_000_000_123.ToString("x12"), first);
    }

    [Fact]
    public async Task Threads_side_by_side_never_make_the_same()
    {
        var made = await Task.WhenAll(
            Enumerable.Range(0, 8).Select(_ => Task.Run(() => Enumerable.Range(0, 5000).Select(_ => Ids.New(TimeProvider.System)).ToList()))
        );
        Assert.Equal(40_000, made.SelectMany(ids => ids).Distinct().Count());
    }
}
