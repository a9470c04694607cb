using System.Text;

namespace ChatBot.Llama.Tokenizing;

/// <summary>
/// Decodes an answer while it is being written. A character whose bytes span tokens is held back until it is whole, so no
/// half character is ever shown; bytes that never become one come out as U+FFFD. Unlike <see cref="Tokenizer.Decode"/> it keeps every
/// space, since none was
/// put in front of what a model writes. One stream per answer, one thread.
/// </summary>
public sealed class TokenStream
{
    private readonly Tokenizer _tokenizer;
    private readonly Decoder _decoder = Encoding.UTF8.GetDecoder();

    internal TokenStream(Tokenizer tokenizer) => this._tokenizer = tokenizer;

    /// <summary>The text that <paramref name="id"/> completes; often empty in the middle of a character.</summary>
    public string Next(int id) => Text(_tokenizer.PieceOf(id), flush: false);

    /// <summary>What was held back, once nothing follows any more.</summary>
    public string Finish() => Text([], flush: true);

    private string Text(ReadOnlySpan<byte> bytes, bool flush)
    {
        Span<char> characters = stackalloc char[64];
        if (bytes.Length + 4 <= characters.Length)
            return new string(characters[.._decoder.GetChars(bytes, characters, flush)]);
        var many = new char[bytes.Length + 4];
        return new string(many, 0, _decoder.GetChars(bytes, many, flush));
    }
}
