using ChatBot.Models.Llama;

namespace ChatBot.Core.Tests.Models.Llama;

public sealed class StopTextsTests
{
    private static (string Shown, bool Stopped) Read(string[] stops, params string[] pieces)
    {
        var reader = new StopTexts(stops);
        var shown = string.Concat(pieces.Select(reader.Next));
        return (shown + reader.Finish(), reader.Stopped);
    }

    [Fact]
    public void A_stop_text_in_one_piece_ends_the_answer_before_it() =>
        Assert.Equal(("Yes. ", true), Read(["END"], "Yes. END and more", "more"));

    [Fact]
    public void A_stop_text_split_over_pieces_is_never_shown() =>
        Assert.Equal(("Yes", true), Read(["\nUSER:"], "Yes", "\n", "US", "ER", ":", " hi"));

    [Fact]
    public void What_only_began_like_a_stop_text_is_shown_after_all()
    {
        Assert.Equal(("a USB stick", false), Read(["USER:"], "a US", "B stick"));
        Assert.Equal(("over US", false), Read(["USER:"], "over US"));
    }

    [Fact]
    public void The_earliest_of_several_counts() => Assert.Equal(("one ", true), Read(["three", "two"], "one two three"));

    [Fact]
    public void Without_stop_texts_everything_is_shown_at_once() => Assert.Equal("abc", new StopTexts([]).Next("abc"));

    [Fact]
    public void Every_split_of_a_text_ends_at_the_same_place()
    {
        const string text = "aabaabaaabab|rest";
        for (var cut = 1; cut < text.Length; cut++)
        for (var second = cut; second < text.Length; second++)
            Assert.Equal(("aabaab", true), Read(["aaab", "ab|"], text[..cut], text[cut..second], text[second..]));
    }
}
