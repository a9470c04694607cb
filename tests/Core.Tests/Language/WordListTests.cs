using ChatBot.Language;

namespace ChatBot.Core.Tests.Language;

public sealed class WordListTests
{
    [Fact]
    public void A_list_is_words_between_blanks_without_comments()
    {
        var list = WordList.Read(new StringReader("# months\n\njanuary  jan\n  # another\nfebruary\tfeb turn_off\n"));

        Assert.Equal(["feb", "february", "jan", "january", "turn_off"], list.Words.Order());
        Assert.Equal(["january  jan", "february\tfeb turn_off"], list.Lines);
        Assert.True(list.Contains("jan".AsSpan()));
        Assert.False(list.Contains("months"));
    }

    [Fact]
    public void Sections_are_read_apart_and_together()
    {
        var list = WordList.Read(new StringReader("[greeting]\nhello\n[thanks]\nthank_you thanks\n"));

        Assert.Equal(["greeting", "thanks"], list.SectionNames);
        Assert.Equal(["thank_you", "thanks"], list["thanks"].Words.Order());
        Assert.Equal(3, list.Words.Count);
        Assert.Throws<KeyNotFoundException>(() => list["farewell"]);
    }

    [Fact]
    public void Variants_lead_to_the_word_that_their_line_begins_with()
    {
        var variants = WordList.Read(new StringReader("go went gone\nrun ran")).Variants();

        Assert.Equal("go", variants["gone"]);
        Assert.Equal("go", variants["go"]);
        Assert.Equal("run", variants["ran"]);
    }

    [Fact]
    public void A_section_that_stands_twice_is_a_mistake_in_the_file() =>
        Assert.Throws<FormatException>(() => WordList.Read(new StringReader("[a]\nx\n[b]\ny\n[a]\nz")));

    [Fact]
    public void A_list_that_is_not_there_is_named() =>
        Assert.Contains("no-such-list.txt", Assert.Throws<InvalidOperationException>(() => WordList.Load("no-such-list")).Message);
}
