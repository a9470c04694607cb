using System.Text;
using ChatBot.Knowledge.Reading;

namespace ChatBot.Core.Tests.Knowledge.Reading;

/// <summary>Reads a text or bytes with a reader, as if they lay in a file.</summary>
internal static class ReadingExtensions
{
    public static IReadOnlyList<SourceDocument> ReadText(this IDocumentReader reader, string name, string text) =>
        reader.ReadBytes(name, Encoding.UTF8.GetBytes(text));

    public static IReadOnlyList<SourceDocument> ReadBytes(
        this IDocumentReader reader,
        string name,
        byte[] bytes,
        List<string>? leftOut = null
    ) => [.. reader.Read(new FileContent("/documents/" + name, name, bytes), (leftOut ?? []).Add)];

    /// <summary>All sections, each below the last of its headings.</summary>
    public static string Whole(this SourceDocument document) =>
        string.Join(
            "\n\n",
            document.Sections.Select(section => section.Headings.Count == 0 ? section.Text : $"# {section.Headings[^1]}\n\n{section.Text}")
        );
}
