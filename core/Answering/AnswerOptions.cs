using System.ComponentModel.DataAnnotations;

namespace ChatBot.Answering;

/// <summary>Section <c>Answer</c>.</summary>
public sealed class AnswerOptions
{
    public const string Section = "Answer";

    /// <summary>The product's promise: nothing raises it.</summary>
    public const int Ceiling = 100;

    /// <summary>Words an answer may have (see Capping/Words).</summary>
    [Range(1, Ceiling)]
    public int MaxWords { get; set; } = Ceiling;
}
