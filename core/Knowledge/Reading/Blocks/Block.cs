namespace ChatBot.Knowledge.Reading.Blocks;

/// <summary>
/// A piece of a document as its author meant it. Readers say what a piece is; what it looks like as text is
/// <see cref="BlockWriter"/>'s business alone.
/// </summary>
public abstract record Block
{
    /// <summary>The page it starts on, from 1, in kinds of document that have pages.</summary>
    public int? Page { get; init; }
}

/// <param name="Level">From 1, the outermost.</param>
public sealed record Heading(int Level, IReadOnlyList<Inline> Content) : Block;

public sealed record Paragraph(IReadOnlyList<Inline> Content) : Block
{
    public Paragraph(string text)
        : this([new Words(text)]) { }
}

/// <summary>A list; items of one list may nest further lists.</summary>
public sealed record ListBlock(IReadOnlyList<ListItem> Items) : Block;

/// <param name="Mark">What stands before the item, as its author counted ("3.", "b)"); empty for a bullet.</param>
public sealed record ListItem(string Mark, IReadOnlyList<Block> Content)
{
    public ListItem(string mark, string text)
        : this(mark, [new Paragraph(text)]) { }
}

/// <summary>A table; cells that span several places are repeated in each of them, so every row can be read by itself.</summary>
/// <param name="Rows">Cells in reading order; rows may differ in length.</param>
/// <param name="HeaderRows">How many of the first rows name the columns; 0 where none does.</param>
public sealed record Table(IReadOnlyList<IReadOnlyList<IReadOnlyList<Inline>>> Rows, int HeaderRows = 1) : Block;

/// <summary>One row of data with the names of its columns, or one object of a data file.</summary>
/// <param name="Fields">Names may be empty; fields without a value are left out by the writer.</param>
/// <param name="IsRow">True for a row among others, written on one line; false for an object with a line for each field.</param>
public sealed record DataRecord(IReadOnlyList<(string Name, string Value)> Fields, bool IsRow) : Block;

/// <param name="Language">As the author named it; empty where nobody did.</param>
public sealed record CodeBlock(string Text, string Language = "") : Block;

/// <summary>Words of somebody else.</summary>
public sealed record Quote(IReadOnlyList<Block> Content) : Block;

/// <summary>Something titled beside the text: a note or warning, a tab, a fold-out, a term and its definition.</summary>
/// <param name="Title">"Warning", "Linux", a question; empty where it has none.</param>
public sealed record Aside(IReadOnlyList<Inline> Title, IReadOnlyList<Block> Content) : Block
{
    public Aside(string title, IReadOnlyList<Block> content)
        : this(title.Length == 0 ? [] : [new Words(title)], content) { }
}
