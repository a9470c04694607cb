namespace ChatBot.Answering.Generation;

/// <summary>One sentence of a draft, list item or block of code, with the sources that it names for itself.</summary>
/// <param name="Text">Markdown without labels.</param>
/// <param name="Sources">1-based positions in <see cref="GenerationRequest.Passages"/>; empty where it names none.</param>
public sealed record Statement(string Text, IReadOnlyList<int> Sources);
