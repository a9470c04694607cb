using ChatBot.Language;

namespace ChatBot.Core.Tests.Language;

public sealed class SpellingVariantsTests
{
    [Theory]
    [InlineData("colour", "color")]
    [InlineData("coloured", "colored")]
    [InlineData("favourite", "favorite")]
    [InlineData("behavioural", "behavioral")]
    [InlineData("neighbourhoods", "neighborhoods")]
    [InlineData("organise", "organize")]
    [InlineData("organisations", "organizations")]
    [InlineData("normalising", "normalizing")]
    [InlineData("tokeniser", "tokenizer")]
    [InlineData("analyse", "analyze")]
    [InlineData("centre", "center")]
    [InlineData("centred", "centered")]
    [InlineData("theatres", "theaters")]
    [InlineData("defence", "defense")]
    [InlineData("catalogue", "catalog")]
    public void British_and_American_spellings_share_a_stem(string british, string american) =>
        Assert.Equal(Stems.Of(american), Stems.Of(british));

    [Theory]
    [InlineData("four", "for")]
    [InlineData("precise", "precisely")]
    [InlineData("supervise", "supervisor")]
    [InlineData("promise", "promised")]
    [InlineData("fences", "fence")]
    [InlineData("paradise", "parade")]
    [InlineData("acre", "acer")]
    public void Words_that_are_no_variants_keep_their_stem(string word, string other) =>
        Assert.Equal(PorterStemmer.Stem(word) == PorterStemmer.Stem(other), Stems.Of(word) == Stems.Of(other));
}
