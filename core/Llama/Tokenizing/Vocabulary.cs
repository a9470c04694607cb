namespace ChatBot.Llama.Tokenizing;

/// <summary>
/// The tokens of a model: text, kind and score by id, the special ids, and which ids end an answer. Immutable.
/// </summary>
public sealed class Vocabulary
{
    private readonly string[] _texts;
    private readonly TokenKind[] _kinds;
    private readonly float[]? _scores;
    private readonly Dictionary<string, int> _ids;

    internal Vocabulary(
        IReadOnlyList<string> tokenTexts,
        IReadOnlyList<int>? tokenKinds,
        IReadOnlyList<float>? tokenScores,
        SpecialIds special
    )
    {
        _texts = [.. tokenTexts.Select((text, id) => text.Length > 0 ? text : $"[EMPTY_{id}]")];
        _ids = new Dictionary<string, int>(_texts.Length, StringComparer.Ordinal);
        for (var id = 0; id < _texts.Length; id++)
            if (!_ids.TryAdd(_texts[id], id))
                throw new InvalidDataException($"The tokenizer names \"{_texts[id]}\" twice, as token {_ids[_texts[id]]} and {id}.");
        _kinds = [.. Enumerable.Range(0, _texts.Length).Select(KindFromFile)];
        _scores = tokenScores?.Take(_texts.Length).ToArray();
        if (_kinds.Length > (tokenKinds?.Count ?? _kinds.Length) || _scores?.Length < _texts.Length)
            throw new InvalidDataException("The tokenizer's lists of token types or scores are shorter than its list of tokens.");

        (BosId, EosId, UnknownId) = (special.Bos, special.Eos, special.Unknown);
        (AddBos, AddEos, AddSpacePrefix) = (special.AddBos, special.AddEos, special.AddSpacePrefix);
        if (AddBos && BosId is null)
            throw new InvalidDataException(
                "The tokenizer wants a begin token before every text (add_bos_token) but names none (bos_token_id)."
            );
        if (AddEos && EosId is null)
            throw new InvalidDataException(
                "The tokenizer wants an end token after every text (add_eos_token) but names none (eos_token_id)."
            );
        EndOfGeneration = ControlMarkers.EndOfGeneration(this, special.Eos, special.EndOfTurn, special.EndOfMessage);
        TextIds = new Dictionary<string, int>(_texts.Length, StringComparer.Ordinal);
        for (var id = 0; id < _texts.Length; id++)
            if (_kinds[id] is TokenKind.Normal or TokenKind.UserDefined or TokenKind.Unused)
                TextIds.Add(_texts[id], id);

        TokenKind KindFromFile(int id)
        {
            var kind = tokenKinds is null || id >= tokenKinds.Count ? TokenKind.Normal : (TokenKind)tokenKinds[id];
            if (!Enum.IsDefined(kind))
                kind = TokenKind.Unused;
            return kind is TokenKind.Normal or TokenKind.UserDefined && ControlMarkers.LooksLikeControl(_texts[id])
                ? TokenKind.Control
                : kind;
        }
    }

    /// <summary>How many tokens there are; ids run from 0 to one less.</summary>
    public int Count => _texts.Length;

    /// <summary>The begin token, if there is one.</summary>
    public int? BosId { get; }

    /// <summary>The end token, if there is one.</summary>
    public int? EosId { get; }

    /// <summary>The token for text that cannot be spelt, if there is one.</summary>
    public int? UnknownId { get; }

    /// <summary>Every text begins with <see cref="BosId"/>.</summary>
    public bool AddBos { get; }

    /// <summary>Every text ends with <see cref="EosId"/>.</summary>
    public bool AddEos { get; }

    /// <summary>SentencePiece only: text at the beginning and behind a special token gets a space in front.</summary>
    public bool AddSpacePrefix { get; }

    /// <summary>Ids that end an answer: end of text, end of turn, and their like.</summary>
    public IReadOnlySet<int> EndOfGeneration { get; }

    /// <summary>
    /// Ids by the texts that ordinary text may become. Control, unknown and byte tokens are missing: typing their name does not make them.
    /// </summary>
    internal Dictionary<string, int> TextIds { get; }

    /// <summary>The token's text as the file spells it (byte alphabet or ▁ for space).</summary>
    public string TextOf(int id) => _texts[Checked(id)];

    /// <summary>What the token is for.</summary>
    public TokenKind KindOf(int id) => _kinds[Checked(id)];

    /// <summary>The token's score; 0 where the file has none.</summary>
    public float ScoreOf(int id) => _scores is null ? 0 : _scores[Checked(id)];

    /// <summary>Finds a token of any kind by its text as the file spells it.</summary>
    public bool TryGetId(string text, out int id) => _ids.TryGetValue(text, out id);

    /// <summary>The id that plain text of exactly this spelling may take, or -1.</summary>
    internal int IdOfText(string text) => TextIds.GetValueOrDefault(text, -1);

    private int Checked(int id) =>
        (uint)id < (uint)_texts.Length
            ? id
            : throw new ArgumentOutOfRangeException(nameof(id), id, $"The vocabulary has ids 0 to {_texts.Length - 1}.");
}

/// <summary>The special ids and switches of a tokenizer, as its file gives them.</summary>
internal sealed record SpecialIds(
    int? Bos,
    int? Eos,
    int? Unknown,
    int? EndOfTurn,
    int? EndOfMessage,
    bool AddBos,
    bool AddEos,
    bool AddSpacePrefix
);
