using System.ComponentModel.DataAnnotations;

namespace ChatBot.Learning.Retention;

/// <summary>Section <c>Retention</c>.</summary>
public sealed class RetentionOptions
{
    public const string Section = "Retention";

    /// <summary>Days that questions, answers and comments are kept; figures stay. 0 keeps them for good.</summary>
    [Range(0, 3650)]
    public int TextDays { get; set; } = 365;
}
