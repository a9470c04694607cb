namespace ChatBot.Knowledge.Reading.Blocks;

/// <summary>What a document's blocks are grouped into: the sections below its headings.</summary>
/// <param name="Title">The first heading, where the document starts with one of the first level; it is no section of its own.</param>
public sealed record Outline(string? Title, IReadOnlyList<Section> Sections)
{
    /// <param name="titled">The title is known from elsewhere: a first heading is a section like the others.</param>
    public static Outline Of(IEnumerable<Block> blocks, bool titled = false)
    {
        var sections = new List<Section>();
        var path = new List<(Heading Heading, string Name)>();
        var unsaid = new List<Heading>(); // of the path: no section stands below them yet
        var silent = new List<Heading>();
        var open = new List<Block>();
        string? title = null;
        int? page = null;
        foreach (var block in blocks)
        {
            if (block is Heading || (block.Page is { } next && next != page && open.Count > 0))
                Close();
            page = block.Page ?? page;
            if (block is not Heading heading)
            {
                open.Add(block);
                continue;
            }
            var name = BlockWriter.Line(heading.Content);
            if (name.Length == 0)
                continue;
            if (!titled && title is null && sections.Count == 0 && path.Count == 0 && heading.Level == 1)
            {
                title = name; // the document's own title is not a section below itself
                continue;
            }
            path.RemoveAll(above => above.Heading.Level >= heading.Level);
            silent.AddRange(unsaid.Where(above => above.Level >= heading.Level));
            unsaid.RemoveAll(above => above.Level >= heading.Level);
            path.Add((heading, name));
            unsaid.Add(heading);
        }
        Close();
        silent.AddRange(unsaid);
        Keep();
        return new Outline(title, sections);

        void Close()
        {
            var section = new Section([.. path.Select(above => above.Name)], [.. open]) { Page = page };
            open.Clear();
            if (section.Text.Length == 0)
                return;
            Keep();
            sections.Add(section);
            unsaid.Clear();
        }

        // A heading with nothing below it heads no section, but it is said: behind what stands before it.
        void Keep()
        {
            if (silent.Count == 0)
                return;
            if (sections.Count == 0)
                sections.Add(new Section([], [.. silent]));
            else
                sections[^1] = new Section(sections[^1].Headings, [.. sections[^1].Blocks, .. silent], sections[^1].Names)
                {
                    Page = sections[^1].Page,
                };
            silent.Clear();
        }
    }
}
