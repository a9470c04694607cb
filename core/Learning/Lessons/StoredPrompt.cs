using ChatBot.Answering.Prompting;

namespace ChatBot.Learning.Lessons;

/// <summary>A stored prompt version.</summary>
public sealed class StoredPrompt
{
    public string Id { get; init; } = "";
    public string Template { get; init; } = "";

    /// <summary>What {mistakes} stands for.</summary>
    public string Mistakes { get; init; } = "";

    /// <summary>draft, active, retired.</summary>
    public string Status { get; init; } = "";

    /// <summary>shipped, admin, improvement.</summary>
    public string Origin { get; init; } = "";
    public string Note { get; init; } = "";
    public long CreatedMs { get; init; }
    public string CreatedBy { get; init; } = "";
    public long? ActivatedMs { get; init; }

    /// <summary>
    /// Whether a model would be told the same: line ends and blank ends apart, and lines of mistakes only where the template has a place
    /// for them.
    /// </summary>
    public bool SaysTheSameAs(StoredPrompt other) => Text == other.Text;

    private (string Template, string Mistakes) Text =>
        (Plain(Template), Template.Contains("{mistakes}", StringComparison.Ordinal) ? Plain(Mistakes) : "");

    private static string Plain(string text) =>
        string.Join('\n', text.ReplaceLineEndings("\n").Split('\n').Select(line => line.TrimEnd())).Trim();

    internal static StoredPrompt Shipped(bool active) =>
        new()
        {
            Id = ShippedPrompt.Version.Id,
            Template = ShippedPrompt.Version.Template,
            Status = active ? "active" : "retired",
            Origin = "shipped",
            CreatedBy = "system",
        };
}
