using System.ComponentModel.DataAnnotations;

namespace ChatBot.Answering.Guarding;

/// <summary>Section <c>Guard</c>.</summary>
public sealed class GuardOptions
{
    public const string Section = "Guard";

    /// <summary>Path of the topic file; empty switches the topic check off. Attacks stay refused either way.</summary>
    public string TopicFile { get; set; } = "";

    /// <summary>Longer questions are sent back with a hint, in characters.</summary>
    [Range(100, 1_000_000)]
    public int MaxQuestionLength { get; set; } = 16_000;
}
