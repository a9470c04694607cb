using System.Text;
using ChatBot.Knowledge.Reading;

namespace ChatBot.Core.Tests.Knowledge.Reading;

/// <summary>Reads a text or bytes with a reader, as if they lay in a file.</summary>
internal static class ReadingExtensions
{
    public static Task<IReadOnlyList<SourceDocument>> ReadTextAsync(this IDocumentReader reader, string name, string text) =>
        reader.ReadBytesAsync(name, Encoding.UTF8.GetBytes(text));

    public static Task<IReadOnlyList<SourceDocument>> ReadBytesAsync(this IDocumentReader reader, string name, byte[] bytes) =>
        reader.ReadAsync(new FileContent("/documents/" + name, name, bytes));
}
