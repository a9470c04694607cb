using System.ComponentModel.DataAnnotations;
using ChatBot.Storage;

namespace ChatBot.Knowledge.Indexing;

/// <summary>Section <c>Knowledge</c>.</summary>
public sealed class KnowledgeOptions
{
    public const string Section = "Knowledge";

    /// <summary>Larger files are skipped with a line; they are mostly data, not documents.</summary>
    [Range(1, 1024)]
    public int MaxFileMegabytes { get; set; } = 32;

    /// <summary>What is read again on a schedule.</summary>
    public List<KnowledgeSourceOptions> Sources { get; set; } = [];
}

/// <summary>One of <c>Knowledge:Sources</c>.</summary>
public sealed class KnowledgeSourceOptions
{
    /// <summary>A folder, git checkout or file.</summary>
    [Required]
    public string Path { get; set; } = "";

    /// <summary>Category of documents that name none; empty means <c>general</c>.</summary>
    public string Category { get; set; } = "";

    public string Workspace { get; set; } = Workspaces.Default;

    [Range(0.01, 8760)]
    public double EveryHours { get; set; } = 24;
}
