using System.Security.Cryptography;
using System.Text;
using ChatBot.Privacy;

namespace ChatBot.Core.Tests.Privacy;

public sealed class RowSealTests
{
    private static readonly byte[] Key = Encoding.ASCII.GetBytes("a key of at least sixteen bytes");

    [Theory]
    [InlineData("")]
    [InlineData("my card is 4111 1111 1111 1111")]
    [InlineData("naïve “quoted” 日本 🙂")]
    public void What_was_sealed_opens_with_the_same_key_in_the_same_place(string text)
    {
        var closed = new RowSeal(Key).Close(text, "message default");

        Assert.Equal(text, new RowSeal(Key).Open(closed, "message default"));
        if (text.Length > 0)
            Assert.DoesNotContain(text, closed);
    }

    [Fact]
    public void It_opens_with_no_other_key_in_no_other_place_and_not_when_it_was_changed()
    {
        var closed = new RowSeal(Key).Close("words", "message default");

        Assert.ThrowsAny<CryptographicException>(() => new RowSeal(new byte[32]).Open(closed, "message default"));
        Assert.ThrowsAny<CryptographicException>(() => new RowSeal(Key).Open(closed, "message other"));
        Assert.ThrowsAny<CryptographicException>(() => new RowSeal(Key).Open(closed, "reply default"));
        Assert.ThrowsAny<CryptographicException>(() => new RowSeal(Key).Open(RowSeal.Mark + "no base64!", "message default"));
        var last = closed[^6];
        Assert.ThrowsAny<CryptographicException>(() =>
            new RowSeal(Key).Open($"{closed[..^6]}{(last == 'A' ? 'B' : 'A')}{closed[^5..]}", "message default")
        );
    }

    [Fact]
    public void The_same_words_are_sealed_in_two_ways()
    {
        var seal = new RowSeal(Key);

        Assert.NotEqual(seal.Close("words", "message default"), seal.Close("words", "message default"));
    }

    [Fact]
    public void What_an_older_version_stored_in_clear_is_read_as_it_is() =>
        Assert.Equal("""{"text":"words"}""", new RowSeal(Key).Open("""{"text":"words"}""", "message default"));

    [Fact]
    public void Conversations_and_events_are_known_again_by_pseudonyms_that_are_nobody_elses()
    {
        var pseudonyms = new Pseudonyms(Key);

        Assert.Equal(pseudonyms.OfConversation("w", "c", "id"), new Pseudonyms(Key).OfConversation("w", "c", "id"));
        Assert.Equal(
            5,
            new[]
            {
                pseudonyms.OfConversation("w", "c", "id")[2..],
                pseudonyms.OfConversation("w", "other", "id")[2..],
                new Pseudonyms(new byte[32]).OfConversation("w", "c", "id")[2..],
                pseudonyms.OfEvent("w", "c", "id")[2..],
                pseudonyms.Of("w", "c", "id")[2..],
            }
                .Distinct()
                .Count()
        );
        Assert.Equal("", pseudonyms.OfConversation("w", "c", ""));
    }
}
