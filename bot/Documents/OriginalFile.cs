using ChatBot.Knowledge.Indexing;

namespace ChatBot.Bot.Documents;

/// <summary>The file that a document was read from, where browsers can show its kind and it lies on this machine.</summary>
internal static class OriginalFile
{
    /// <summary>The full path of a PDF below its source; null for all else, and the text is shown as it was read.</summary>
    public static string? Of(ListedDocument document)
    {
        if (!SourceLinks.IsPdf(document.Path) || !SourceLinks.IsPdf(document.Uri) || !Path.IsPathFullyQualified(document.Source))
            return null;
        var source = Path.GetFullPath(document.Source);
        var path = File.Exists(source) ? source : Path.GetFullPath(Path.Combine(source, document.Path));
        var isInside = path == source || path.StartsWith(source.TrimEnd(Path.DirectorySeparatorChar) + Path.DirectorySeparatorChar);
        // A link may have been put there since; what it leads to was not read.
        return isInside && new FileInfo(path) is { Exists: true, LinkTarget: null } ? path : null;
    }
}
