namespace ChatBot.Storage;

/// <summary>Patterns for <c>like … escape '\'</c> from what people type.</summary>
public static class Likeness
{
    /// <summary>Holds the text anywhere; to be compared with what is in small letters.</summary>
    public static string Containing(string text) =>
        $"%{text.ToLowerInvariant().Replace(@"\", @"\\").Replace("%", @"\%").Replace("_", @"\_")}%";
}
