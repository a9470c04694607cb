using ChatBot.Language;

namespace ChatBot.Core.Tests.Language;

public sealed class ListsTests
{
    public static TheoryData<string> Names =>
        [
            .. typeof(WordList)
                .Assembly.GetManifestResourceNames()
                .Where(name => name.StartsWith("lists/", StringComparison.Ordinal))
                .Select(name => name["lists/".Length..^".txt".Length]),
        ];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_list_is_read_and_has_words(string name)
    {
        var list = WordList.Load(name);
        Assert.NotEmpty(list.Lines);
        Assert.All(list.SectionNames, section => Assert.NotEmpty(list[section].Lines));
    }

    [Fact]
    public void Scripts_without_spaces_are_known_in_one_place()
    {
        Assert.All("漢かカ한々", c => Assert.True(Scripts.IsIdeographic(c) && Scripts.IsUnspaced(c)));
        Assert.All("ไທខ", c => Assert.True(!Scripts.IsIdeographic(c) && Scripts.IsUnspaced(c)));
        Assert.All("aяहم・。", c => Assert.False(Scripts.IsUnspaced(c)));
    }
}
