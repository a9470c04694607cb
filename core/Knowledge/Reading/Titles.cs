namespace ChatBot.Knowledge.Reading;

/// <summary>Titles for documents that have none of their own.</summary>
internal static class Titles
{
    /// <summary><c>getting-started_guide.txt</c> → "Getting started guide".</summary>
    public static string FromFileName(string name)
    {
        var stem = Path.GetFileNameWithoutExtension(name) is { Length: > 0 } withoutExtension ? withoutExtension : name;
        var words = stem.Replace('-', ' ').Replace('_', ' ').Trim();
        return words.Length == 0 ? name : char.ToUpperInvariant(words[0]) + words[1..];
    }
}
