using ChatBot.Answering.Capping;

namespace ChatBot.Core.Tests.Answering.Capping;

public sealed class TextCleaningTests
{
    [Theory]
    [InlineData("plain ~ text", "plain ~ text")]
    [InlineData("a\r\nb\tc", "a\nb\tc")]
    [InlineData("a\u200bb\ufeffc\u2060d\u00ade", "abcde")]
    [InlineData("a\u202ab\u202ec\u2066d\u2069e", "abcde")]
    [InlineData("a\u2029b\u2028c\u0085d", "a\nb\nc\nd")]
    [InlineData("a\u0007b\u001bc\u009fd", "abcd")]
    [InlineData("a\ud800b", "ab")]
    [InlineData("👩\u200d💻 می\u200cخواهم ü", "👩\u200d💻 می\u200cخواهم ü")]
    public void What_no_reader_sees_goes_and_what_joins_letters_stays(string text, string clean) =>
        Assert.Equal(clean, TextCleaning.Clean(text));
}
