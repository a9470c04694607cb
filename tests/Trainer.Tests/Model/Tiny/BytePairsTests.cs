using ChatBot.Models.Files;
using ChatBot.Trainer.Model.Tiny;

namespace ChatBot.Trainer.Tests.Model.Tiny;

public sealed class BytePairsTests
{
    [Fact]
    public void The_most_frequent_neighbours_become_tokens_first()
    {
        // l-o and o-w come 5 times each, and l-o is first in order; then lo-w; then the space before it; e-r twice, as often as low-e.
        var pairs = BytePairs.Learn(["low low lower low lower"], 260);
        Assert.Equal([("l", "o"), ("lo", "w"), ("Ġ", "low"), ("e", "r")], pairs.Merges);
        Assert.Equal(["lo", "low", "Ġlow", "er"], pairs.Tokens.Skip(256));
        Assert.Equal(256, pairs.Tokens.Take(256).Distinct().Count());
    }

    [Fact]
    public void It_ends_where_no_pair_comes_twice()
    {
        var pairs = BytePairs.Learn(["abcabc"], 400);
        Assert.Equal([("a", "b"), ("ab", "c")], pairs.Merges); // "abc abc" within one word comes once
    }

    [Fact]
    public void Nothing_is_merged_over_the_cuts_of_the_pre_tokenizer()
    {
        Assert.Equal(
            ["It", "'s", " ", "1", "2", " o", "'clock", "!!\n\n", "  ", " x", "."],
            PreTokenizer.Split("It's 12 o'clock!!\n\n   x.")
        );
        Assert.DoesNotContain(BytePairs.Learn(["1 1 1 1 12 12 12 12"], 300).Merges, merge => merge == ("1", "2"));
    }

    [Fact]
    public void Any_byte_has_its_token() =>
        Assert.Equal(
            Enumerable.Range(0, 256).Select(value => (byte)value),
            BytePairs.Learn([], 259).Tokens.SelectMany(ByteAlphabet.Decode)
        );
}
