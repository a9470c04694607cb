using ChatBot.Knowledge.Reading.Blocks;

namespace ChatBot.Knowledge.Reading.Data;

/// <summary>Markdown within data: a corpus's texts, a notebook's cells, an API's descriptions.</summary>
internal static class MarkdownText
{
    public static IReadOnlyList<Block> Blocks(string text)
    {
        var (title, sections) = MarkdownReader.Sections(text);
        var blocks = new List<Block>();
        if (title is not null)
            blocks.Add(new Heading(1, [new Words(title)]));
        IReadOnlyList<string> above = [];
        foreach (var section in sections)
        {
            var level = above.Zip(section.Headings).TakeWhile(pair => pair.First == pair.Second).Count();
            foreach (var heading in section.Headings.Skip(level))
                blocks.Add(new Heading(++level + 1, [new Words(heading)]));
            above = section.Headings;
            blocks.AddRange(section.Blocks);
        }
        return blocks;
    }
}
