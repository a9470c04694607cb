using System.Text;
using ChatBot.Knowledge.Reading.Limits;
using DocumentFormat.OpenXml.Packaging;

namespace ChatBot.Knowledge.Reading.Office;

/// <summary>What is told of office files that are no packages, and of those that are broken.</summary>
internal static class OfficePackage
{
    private static readonly byte[] Compound = [0xD0, 0xCF, 0x11, 0xE0];
    private static readonly byte[] Encrypted = Encoding.Unicode.GetBytes("EncryptedPackage");

    /// <summary>Bytes of an old file that its directory is looked for in.</summary>
    private const int Head = 4 * 1024 * 1024;

    /// <summary>The package's stream.</summary>
    /// <param name="kind">"Excel workbook"; <paramref name="extension"/> is what to save it as.</param>
    /// <exception cref="UnreadableDocumentException">
    /// An old binary file, one that is protected by a password, or one that unpacks to more than it may.
    /// </exception>
    public static Stream Open(FileContent file, string kind, string extension)
    {
        var stream = file.Open();
        try
        {
            var head = new byte[(int)Math.Min(Head, stream.Length)];
            stream.ReadExactly(head);
            stream.Position = 0;
            if (!head.AsSpan().StartsWith(Compound))
            {
                UnpackedSize.Check(stream, file.Limits);
                return stream;
            }
            throw new UnreadableDocumentException(
                head.AsSpan().IndexOf(Encrypted) >= 0
                    ? "is protected by a password: save it without one"
                    : $"is in an old binary format: save it as {kind} ({extension}) and ingest it again"
            );
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    /// <summary>What a broken package makes its readers throw.</summary>
    public static bool IsDamage(Exception error) =>
        error
            is OpenXmlPackageException
                or InvalidDataException
                or FileFormatException
                or System.Xml.XmlException
                or InvalidOperationException
                or FormatException
                or ArgumentException
                or KeyNotFoundException
                or NotSupportedException
                or OverflowException
                or NullReferenceException
                or IndexOutOfRangeException
                or EndOfStreamException;

    public static UnreadableDocumentException Broken(string kind, string program, Exception error) =>
        new($"is not a readable {kind}: open it in {program} and save it again", error);

    /// <summary>What a package says of its title; null where that is empty or what a program fills in.</summary>
    public static string? Title(OpenXmlPackage package)
    {
        try
        {
            var title = package.PackageProperties.Title?.Trim();
            return string.IsNullOrEmpty(title) || FilledIn.Contains(title, StringComparer.OrdinalIgnoreCase) ? null : title;
        }
        catch (Exception error) when (IsDamage(error))
        {
            return null;
        }
    }

    private static readonly string[] FilledIn =
    [
        "PowerPoint Presentation",
        "PowerPoint-Präsentation",
        "Présentation PowerPoint",
        "Presentation",
        "Untitled",
        "Slide 1",
        "Title",
    ];
}
