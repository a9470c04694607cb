namespace ChatBot.Answering;

/// <summary>A way on from an answer, as a button: another question, asked by pressing.</summary>
/// <param name="Label">A few words: "without status = pending".</param>
/// <param name="Question">What is asked then, in full.</param>
public sealed record Choice(string Label, string Question);
