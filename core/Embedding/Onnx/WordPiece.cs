using System.Text;
using Microsoft.ML.Tokenizers;

namespace ChatBot.Embedding.Onnx;

/// <summary>Token ids of a BERT vocabulary: <c>[CLS]</c>, the words' pieces, <c>[SEP]</c>.</summary>
internal sealed class WordPiece
{
    /// <summary>Longer words are unknown, as in BERT's own tokenizer.</summary>
    private const int LongestWord = 100;

    private const int Marks = 2;

    private const string Unknown = "[UNK]";

    private readonly WordPieceTokenizer _pieces;
    private readonly int _first,
        _last;

    /// <param name="vocabulary">A token a line; a token's id is its line, from 0.</param>
    /// <exception cref="EmbeddingException">The vocabulary lacks a mark that every text needs.</exception>
    public WordPiece(string vocabulary, bool lowercase)
    {
        var lines = vocabulary.ReplaceLineEndings("\n").Split('\n');
        (_first, _last) = IdsOfMarks(lines);
        _pieces = WordPieceTokenizer.Create(
            new MemoryStream(Encoding.UTF8.GetBytes(string.Join('\n', lines))),
            new WordPieceOptions
            {
                PreTokenizer = PreTokenizer.CreateWhiteSpace(),
                Normalizer = new BertNormalizer(lowercase),
                UnknownToken = Unknown,
                MaxInputCharsPerWord = LongestWord,
            }
        );
    }

    /// <param name="lines">The vocabulary, a token a line.</param>
    /// <exception cref="EmbeddingException">It lacks a mark that every text needs.</exception>
    public static (int First, int Last) IdsOfMarks(string[] lines)
    {
        IdOf(Unknown);
        return (IdOf("[CLS]"), IdOf("[SEP]"));

        int IdOf(string mark) =>
            Array.IndexOf(lines, mark) is >= 0 and var id
                ? id
                : throw new EmbeddingException($"vocab.txt in the folder of Embeddings:Path lacks {mark}: is it a BERT vocabulary?");
    }

    /// <summary>At most <paramref name="maxTokens"/> ids, marks included; what does not fit is left out.</summary>
    public int[] Encode(string text, int maxTokens) => [_first, .. _pieces.EncodeToIds(text, maxTokens - Marks, out _, out _), _last];
}
