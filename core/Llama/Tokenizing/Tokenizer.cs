using System.Text;

namespace ChatBot.Llama.Tokenizing;

/// <summary>
/// Text to token ids and back, as the model was trained, built from the model file itself. Same ids as llama.cpp; thread-safe.
/// </summary>
public sealed class Tokenizer
{
    private readonly ITextEncoder _encoder;
    private readonly SpecialTokens _special;
    private readonly byte[] _pieces; // the bytes of all tokens end to end
    private readonly int[] _pieceEnds;

    private Tokenizer(Vocabulary vocabulary, ITextEncoder encoder, bool isByteLevel)
    {
        Vocabulary = vocabulary;
        this._encoder = encoder;
        _special = new SpecialTokens(vocabulary);
        _pieceEnds = new int[vocabulary.Count];
        var all = new MemoryStream();
        for (var id = 0; id < vocabulary.Count; id++)
        {
            all.Write(PieceFromText(vocabulary, id, isByteLevel));
            _pieceEnds[id] = (int)all.Length;
        }

        _pieces = all.ToArray();
    }

    /// <summary>The tokens.</summary>
    public Vocabulary Vocabulary { get; }

    /// <summary>Builds the tokenizer of a GGUF file.</summary>
    /// <param name="metadata">The file's key-value pairs; arrays as typed arrays or lists.</param>
    /// <exception cref="InvalidDataException">The tokenizer is of an unknown kind, incomplete or contradicts itself.</exception>
    public static Tokenizer FromMetadata(IReadOnlyDictionary<string, object> metadata)
    {
        var file = new TokenizerMetadata(metadata);
        var texts = file.Texts("tokens") ?? throw new InvalidDataException("The model file carries no vocabulary (tokenizer.ggml.tokens).");
        return file.Text("model") switch
        {
            "gpt2" => ByteLevel(file, texts),
            "llama" => SentencePiece(file, texts),
            var other => throw new InvalidDataException(
                $"The model's tokenizer is of the kind \"{other ?? "(none named)"}\"; known are gpt2 (byte-level BPE) and llama "
                    + "(SentencePiece BPE)."
            ),
        };
    }

    /// <summary>The ids of a text.</summary>
    /// <param name="text">Any text; unpaired surrogates become U+FFFD.</param>
    /// <param name="addSpecial">Puts begin and end tokens where the file asks for them.</param>
    /// <param name="parseSpecial">Reads names of control tokens as those tokens: only for text that no person or document wrote.</param>
    public IReadOnlyList<int> Encode(string text, bool addSpecial = true, bool parseSpecial = false) =>
        Encode([new PromptText(text, parseSpecial)], addSpecial);

    /// <summary>The ids of a prompt of parts, of which only our own markup can become control tokens.</summary>
    public IReadOnlyList<int> Encode(IEnumerable<PromptText> parts, bool addSpecial = true)
    {
        var ids = new List<int>();
        if (addSpecial && Vocabulary is { AddBos: true, BosId: { } bos })
            ids.Add(bos);
        var afterControl = true;
        foreach (var fragment in _special.Split(parts))
        {
            if (fragment.Text is { } text)
                _encoder.Encode(WellFormed(text), afterControl, ids);
            else
                ids.Add(fragment.Id);
            afterControl = fragment.Text is null;
        }

        if (addSpecial && Vocabulary is { AddEos: true, EosId: { } eos })
            ids.Add(eos);
        return ids;
    }

    /// <summary>The UTF-8 bytes that a token stands for, which may begin or end within a character. Empty for control tokens.</summary>
    public ReadOnlySpan<byte> PieceOf(int id) => Vocabulary.KindOf(id) is TokenKind.Control or TokenKind.Unknown ? [] : Spelling(id);

    /// <summary>The text of ids: exactly what was encoded. Control tokens are left out unless <paramref name="showControl"/>.</summary>
    public string Decode(IEnumerable<int> ids, bool showControl = false)
    {
        var bytes = new List<byte>();
        var prefixed = Vocabulary.AddSpacePrefix; // the next text had a space put in front
        foreach (var id in ids)
        {
            var piece = showControl ? Spelling(id) : PieceOf(id);
            var isSpecial = Vocabulary.KindOf(id) is TokenKind.Control or TokenKind.UserDefined;
            if (prefixed && !isSpecial && piece is [(byte)' ', ..])
                piece = piece[1..];
            prefixed = isSpecial && Vocabulary.AddSpacePrefix;
            bytes.AddRange(piece);
        }

        return Encoding.UTF8.GetString([.. bytes]);
    }

    /// <summary>Decodes token by token; see <see cref="TokenStream"/>.</summary>
    public TokenStream Stream() => new(this);

    private ReadOnlySpan<byte> Spelling(int id) => _pieces.AsSpan()[(id == 0 ? 0 : _pieceEnds[id - 1]).._pieceEnds[id]];

    private static Tokenizer ByteLevel(TokenizerMetadata file, IReadOnlyList<string> texts)
    {
        var name =
            file.Text("pre")
            ?? throw new InvalidDataException(
                "The model file does not say how its text is cut into words (tokenizer.ggml.pre); convert the model again with a "
                    + "current converter."
            );
        if (!PreTokenizer.TryParse(name, out var kind, out var takesWholeWords))
            throw new InvalidDataException($"The model's pre-tokenizer \"{name}\" is not known here; known are {PreTokenizer.KnownNames}.");
        var merges =
            file.Texts("merges") ?? throw new InvalidDataException("The model file carries no merge rules (tokenizer.ggml.merges).");
        var vocabulary = ReadVocabulary(file, texts, new SpecialIds(null, null, null, null, null, takesWholeWords, false, false));
        return new Tokenizer(vocabulary, new BytePairEncoder(vocabulary, merges, kind, takesWholeWords), isByteLevel: true);
    }

    private static Tokenizer SentencePiece(TokenizerMetadata file, IReadOnlyList<string> texts)
    {
        int? Default(int id) => id < texts.Count ? id : null; // SentencePiece's own order: unknown, begin, end
        var vocabulary = ReadVocabulary(file, texts, new SpecialIds(Default(1), Default(2), Default(0), null, null, true, false, true));
        return new Tokenizer(vocabulary, new SentencePieceEncoder(vocabulary), isByteLevel: false);
    }

    private static Vocabulary ReadVocabulary(TokenizerMetadata file, IReadOnlyList<string> texts, SpecialIds defaults) =>
        new(
            texts,
            file.Numbers("token_type"),
            file.Scores("scores"),
            new SpecialIds(
                file.Id("bos_token_id", texts.Count) ?? defaults.Bos,
                file.Id("eos_token_id", texts.Count) ?? defaults.Eos,
                file.Id("unknown_token_id", texts.Count) ?? defaults.Unknown,
                file.Id("eot_token_id", texts.Count),
                file.Id("eom_token_id", texts.Count),
                file.Flag("add_bos_token") ?? defaults.AddBos,
                file.Flag("add_eos_token") ?? defaults.AddEos,
                file.Flag("add_space_prefix") ?? defaults.AddSpacePrefix
            )
        );

    private static byte[] PieceFromText(Vocabulary vocabulary, int id, bool isByteLevel)
    {
        var text = vocabulary.TextOf(id);
        switch (vocabulary.KindOf(id))
        {
            case TokenKind.Unused:
                return [];
            case TokenKind.Byte:
                return
                    text.Length == 6 && byte.TryParse(text.AsSpan(3, 2), System.Globalization.NumberStyles.HexNumber, null, out var value)
                    ? [value]
                    : throw new InvalidDataException($"Token {id} is a byte token but is called \"{text}\", not <0x00> to <0xFF>.");
            case TokenKind.Normal:
                return isByteLevel ? ByteAlphabet.Decode(text) : Encoding.UTF8.GetBytes(text.Replace(SentencePieceEncoder.Space, ' '));
            default:
                return Encoding.UTF8.GetBytes(text);
        }
    }

    private static string WellFormed(string text)
    {
        for (var at = 0; at < text.Length; at++)
        {
            if (!char.IsSurrogate(text[at]))
                continue;
            if (!char.IsSurrogatePair(text, at))
                return Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
            at++;
        }

        return text;
    }
}
