using System.Security.Cryptography;
using System.Text;

namespace ChatBot.Knowledge.Reading.Limits;

/// <summary>Text as every database takes it: without NUL and halves of surrogate pairs; names no longer than an index can hold.</summary>
internal static class SoundText
{
    /// <summary>Characters of a document's own id or link, and of a title or a heading.</summary>
    private const int LongestUri = 500,
        LongestTitle = 1000,
        LongestNames = 4000;

    public static SourceDocument Of(SourceDocument document) =>
        document with
        {
            Uri = Identity(Of(document.Uri)),
            Title = Cut(Of(document.Title), LongestTitle),
            Category = document.Category is { } category ? Cut(Of(category), LongestUri) : null,
            Names = Cut(Of(document.Names), LongestNames),
            Sections = document.Sections.All(IsSound) ? document.Sections : [.. document.Sections.Select(Of)],
        };

    /// <summary>The same text, or with U+FFFD for what is no sign.</summary>
    public static string Of(string text) =>
        IsSound(text) ? text : Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)).Replace('\0', '\uFFFD');

    private static Section Of(Section section) =>
        section with
        {
            Headings = [.. section.Headings.Select(heading => Cut(Of(heading), LongestTitle))],
            Names = Cut(Of(section.Names), LongestNames),
        };

    private static bool IsSound(Section section) =>
        section.Names.Length <= LongestNames
        && IsSound(section.Names)
        && section.Headings.All(heading => heading.Length <= LongestTitle && IsSound(heading));

    private static bool IsSound(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\0' || (char.IsSurrogate(text[i]) && !(i + 1 < text.Length && char.IsSurrogatePair(text[i], text[i + 1]))))
                return false;
            if (char.IsSurrogate(text[i]))
                i++;
        }
        return true;
    }

    /// <summary>Two long ids that differ stay two.</summary>
    private static string Identity(string uri) =>
        uri.Length <= LongestUri
            ? uri
            : $"{Cut(uri, LongestUri - 20)}~{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(uri)))[..16]}";

    private static string Cut(string text, int length)
    {
        if (text.Length <= length)
            return text;
        return text[..(char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)];
    }
}
