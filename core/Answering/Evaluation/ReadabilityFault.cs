namespace ChatBot.Answering.Evaluation;

/// <summary>One thing that makes an answer hard to read.</summary>
/// <param name="Kind">One of the names below; <see cref="Readability"/> says what they mean.</param>
/// <param name="Text">The words that are at fault.</param>
public sealed record ReadabilityFault(string Kind, string Text)
{
    public const string Syntax = "syntax";
    public const string Dangling = "dangling";
    public const string Heading = "heading";
    public const string HalfStep = "halfStep";
    public const string Introduction = "introduction";
    public const string HalfList = "halfList";
    public const string LabelLine = "labelLine";
    public const string OpenFence = "openFence";
}
