using System.Text.RegularExpressions;

namespace ChatBot.Knowledge.Indexing;

/// <summary>A kind of reason for which files are skipped.</summary>
/// <param name="Times">Files; of parts of files the lines about them.</param>
public sealed partial record SkippedReason(string Reason, bool Partly, long Times)
{
    /// <summary>The reason without its numbers, which differ from file to file.</summary>
    internal static string Kind(string reason) => Number().Replace(reason, "…");

    [GeneratedRegex(@"\d[\d.,]*")]
    private static partial Regex Number();
}
