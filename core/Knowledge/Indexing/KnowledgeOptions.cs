using System.ComponentModel.DataAnnotations;
using ChatBot.Storage;
using Cronos;
using Microsoft.Extensions.Options;

namespace ChatBot.Knowledge.Indexing;

/// <summary>Section <c>Knowledge</c>.</summary>
public sealed class KnowledgeOptions
{
    public const string Section = "Knowledge";

    /// <summary>Larger files are skipped with a line.</summary>
    [Range(1, 1024)]
    public int MaxFileMegabytes { get; set; } = 1024;

    /// <summary>What is read again on a schedule.</summary>
    [ValidateEnumeratedItems]
    public List<KnowledgeSourceOptions> Sources { get; set; } = [];
}

/// <summary>One of <c>Knowledge:Sources</c>.</summary>
public sealed class KnowledgeSourceOptions
{
    /// <summary>A folder, git checkout or file; for a query the environment variable that holds its connection string.</summary>
    [Required]
    public string Path { get; set; } = "";

    /// <summary>Category of documents that name none; empty means <c>general</c>.</summary>
    public string Category { get; set; } = "";

    public string Workspace { get; set; } = Workspaces.Default;

    /// <summary>The file is a table, imported row by row as <c>ingest --records</c> did it the last time.</summary>
    public bool Records { get; set; }

    /// <summary>A select statement to PostgreSQL or SQL Server whose rows are imported; empty for a file.</summary>
    public string Query { get; set; } = "";

    [Range(0.01, 8760)]
    public double EveryHours { get; set; } = 24;

    /// <summary>A cron line (minute hour day month weekday) in this machine's time; where given it counts instead of the hours.</summary>
    [CronLine]
    public string Cron { get; set; } = "";

    /// <summary>When the source is due again after it was read.</summary>
    internal DateTimeOffset NextAfter(DateTimeOffset read) =>
        Cron.Length == 0
            ? read.AddHours(EveryHours)
            : CronExpression.Parse(Cron).GetNextOccurrence(read, TimeZoneInfo.Local) ?? DateTimeOffset.MaxValue;
}

/// <summary>Refuses what is no cron line; empty is none.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class CronLineAttribute : ValidationAttribute
{
    protected override ValidationResult? IsValid(object? value, ValidationContext context) =>
        value is not string { Length: > 0 } line || CronExpression.TryParse(line, out _)
            ? ValidationResult.Success
            : new ValidationResult($"{context.MemberName} is no cron line: \"{line}\"; five fields are needed, such as \"30 2 * * *\".");
}
