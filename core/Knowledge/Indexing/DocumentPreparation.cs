using System.Security.Cryptography;
using System.Text;
using ChatBot.Knowledge.Chunking;
using ChatBot.Knowledge.Reading;
using ChatBot.Knowledge.Reading.Limits;
using ChatBot.Language;

namespace ChatBot.Knowledge.Indexing;

/// <summary>From a read document to what the index stores of its words: chunks and terms. Touches no database.</summary>
public static class DocumentPreparation
{
    /// <summary>Category of documents that name none and come without one.</summary>
    public const string DefaultCategory = "general";

    /// <summary>Everything besides the text that decides what is stored; a change of it indexes a document again.</summary>
    public static string Recipe => $"{DocumentReaders.Version}/{TextAnalyzer.Version}/{Chunker.Version}";

    /// <summary>The hash of a file, without taking it into memory.</summary>
    public static async Task<string> HashOfAsync(FileContent file, CancellationToken cancel = default)
    {
        await using var stream = file.Open();
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancel));
    }

    /// <summary>The document's hash, from the text that will be stored; cheap beside <see cref="Prepare"/>.</summary>
    public static string HashOf(SourceDocument document, string category)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Add(Recipe, document.Title, category, document.Names);
        foreach (var section in document.Sections)
        {
            Add([.. section.Headings]);
            Add($"{section.Kind}", $"{section.Page}", section.Names, section.Text);
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());

        // A byte that is in no text stands behind each part, so that no two lists of parts are alike.
        void Add(params ReadOnlySpan<string> parts)
        {
            foreach (var part in parts)
            {
                hash.AppendData(Encoding.UTF8.GetBytes(part));
                hash.AppendData([0xff]);
            }
            hash.AppendData([0xfe]);
        }
    }

    public static IReadOnlyList<IndexedChunk> Prepare(SourceDocument document) =>
        [
            .. Chunker
                .Cut(document)
                .Select(chunk => chunk with { Text = SoundText.Of(chunk.Text) })
                .Select(chunk => new IndexedChunk(chunk, Terms(chunk))),
        ];

    private static ChunkTerms Terms(Chunk chunk)
    {
        var body = TextAnalyzer.Analyze(chunk.Text);
        var title = TextAnalyzer.Analyze(chunk.Title);
        var names = TextAnalyzer.Analyze(chunk.Names);
        return new ChunkTerms(
            WithoutMarks(title.Body),
            body.Body,
            string.Join(' ', new[] { title.Names, body.Names, WithoutMarks(names.Body), names.Names }.Where(part => part.Length > 0)),
            body.Length
        );
    }

    private static string WithoutMarks(string terms) => terms.Replace($" {TextAnalyzer.SentenceMark} ", " ");
}
