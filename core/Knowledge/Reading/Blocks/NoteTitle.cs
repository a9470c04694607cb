using System.Collections.Frozen;

namespace ChatBot.Knowledge.Reading.Blocks;

/// <summary>What a note is called that has no title of its own.</summary>
public static class NoteTitle
{
    private static readonly FrozenSet<string> Warnings = new[]
    {
        "warning",
        "warn",
        "caution",
        "danger",
        "attention",
        "important",
        "error",
        "critical",
        "deprecated",
        "deprecation",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenSet<string> Others = new[]
    {
        "note",
        "tip",
        "info",
        "hint",
        "abstract",
        "summary",
        "success",
        "check",
        "question",
        "help",
        "faq",
        "example",
        "quote",
        "failure",
        "bug",
        "todo",
        "seealso",
        "callout",
        "admonition",
        "alert",
        "aside",
        "notice",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>"Warning" for kinds that warn: it changes what is said. Note or tip only says how something is drawn.</summary>
    public static string Of(string kind) =>
        Warnings.TryGetValue(kind, out var name)
            ? name == "warn"
                ? "Warning"
                : char.ToUpperInvariant(name[0]) + name[1..]
            : "";

    public static bool IsNote(string kind) => Warnings.Contains(kind) || Others.Contains(kind);
}
