namespace ChatBot.Knowledge.Reading.Blocks;

/// <summary>
/// A run within a paragraph, a heading or a cell. Marks that change what is said are kept (code, raised and lowered signs, links, line
/// breaks); emphasis says nothing and what is struck out is not said, so there is nothing for either.
/// </summary>
public abstract record Inline;

/// <summary>Text; any white space in it is one space.</summary>
public sealed record Words(string Text) : Inline;

/// <summary>Something to type or to recognise letter by letter.</summary>
public sealed record CodeSpan(string Text) : Inline;

/// <param name="Target">As the author wrote it.</param>
public sealed record Link(IReadOnlyList<Inline> Label, string Target) : Inline;

/// <summary>The 6 of 10⁶.</summary>
public sealed record Superscript(string Text) : Inline;

/// <summary>The 2 of CO₂.</summary>
public sealed record Subscript(string Text) : Inline;

public sealed record LineBreak : Inline;
