using System.ComponentModel.DataAnnotations;
using ChatBot.Storage;
using Microsoft.Extensions.Options;

namespace ChatBot.Knowledge.Records;

/// <summary>Section <c>Records</c>.</summary>
public sealed class RecordsOptions
{
    public const string Section = "Records";

    /// <summary>Whose clock "today" and "last month" are told by, and dates without a zone are read on: an IANA name; empty is this
    /// machine's.</summary>
    [TimeZone]
    public string TimeZone { get; set; } = "";

    /// <summary>Who sees which rows; a source that no rule names is seen by its whole workspace.</summary>
    [ValidateEnumeratedItems]
    public List<RecordRight> Rights { get; set; } = [];

    internal TimeZoneInfo Zone => TimeZone.Length == 0 ? TimeZoneInfo.Local : TimeZoneInfo.FindSystemTimeZoneById(TimeZone);
}

/// <summary>One of <c>Records:Rights</c>: rows with one of these values are seen there. Where any rule names a source, nobody sees rows of
/// it that no rule shows them.</summary>
public sealed class RecordRight
{
    /// <summary>The file's name, or the end of the source's path.</summary>
    [Required]
    public string Source { get; set; } = "";

    public string Workspace { get; set; } = Workspaces.Default;

    /// <summary>
    /// Where it is asked: <c>web</c>, <c>api</c>, <c>cli</c>, <c>mcp</c> or a chat platform's own name; empty is everywhere.
    /// </summary>
    public string Channel { get; set; } = "";

    /// <summary>A conversation as the platform calls it, a channel's id for one; empty is everywhere.</summary>
    public string Conversation { get; set; } = "";

    /// <summary>A facet; empty shows every row.</summary>
    public string Column { get; set; } = "";

    public List<string> Values { get; set; } = [];
}

/// <summary>Refuses what is no time zone; empty is none.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class TimeZoneAttribute : ValidationAttribute
{
    protected override ValidationResult? IsValid(object? value, ValidationContext context) =>
        value is not string { Length: > 0 } name || TimeZoneInfo.TryFindSystemTimeZoneById(name, out _)
            ? ValidationResult.Success
            : new ValidationResult($"{context.MemberName} is no time zone: \"{name}\"; write an IANA name such as \"Europe/Berlin\".");
}
