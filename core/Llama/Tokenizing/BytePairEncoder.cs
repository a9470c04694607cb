using System.Text;

namespace ChatBot.Llama.Tokenizing;

/// <summary>
/// Byte-level byte-pair encoding: a word's bytes are joined pair by pair, the pair that was learnt first goes first, the
/// leftmost first among equals (Sennrich et al. 2016; GPT-2's byte alphabet).
/// </summary>
internal sealed class BytePairEncoder : ITextEncoder
{
    private readonly PreTokenizerKind _preTokenizer;
    private readonly int[] _symbolOfByte = new int[256];
    private readonly List<int> _tokenOfSymbol = []; // -1: a step on the way that is no token itself
    private readonly List<byte[]> _bytesOfSymbol = [];
    private readonly Dictionary<long, Merge> _merges;
    private readonly Dictionary<string, int>? _wholeWords;

    private readonly record struct Merge(int Rank, int Symbol);

    private readonly record struct Candidate(int Left, int Right, int LeftSymbol, int RightSymbol, int Symbol);

    /// <param name="vocabulary">Its ordinary and user-defined tokens are what text may become.</param>
    /// <param name="mergeRules">"left right" each, best first.</param>
    /// <param name="preTokenizer">How text is cut into words.</param>
    /// <param name="takesWholeWords">A word that is a token is taken without merging.</param>
    public BytePairEncoder(Vocabulary vocabulary, IReadOnlyList<string> mergeRules, PreTokenizerKind preTokenizer, bool takesWholeWords)
    {
        this._preTokenizer = preTokenizer;
        var symbols = new Dictionary<string, int>(vocabulary.Count, StringComparer.Ordinal);
        int SymbolOf(string spelled)
        {
            if (symbols.TryGetValue(spelled, out var symbol))
                return symbol;
            symbols.Add(spelled, symbol = _tokenOfSymbol.Count);
            _tokenOfSymbol.Add(vocabulary.IdOfText(spelled));
            _bytesOfSymbol.Add(ByteAlphabet.Decode(spelled));
            return symbol;
        }

        for (var value = 0; value < 256; value++)
            _symbolOfByte[value] = SymbolOf(ByteAlphabet.CharacterOf((byte)value).ToString());
        _merges = new Dictionary<long, Merge>(mergeRules.Count);
        for (var rank = 0; rank < mergeRules.Count; rank++)
        {
            var rule = mergeRules[rank];
            var space = rule.Length > 1 ? rule.IndexOf(' ', 1) : -1;
            if (space < 0)
                throw new InvalidDataException($"Merge rule {rank} of the tokenizer, \"{rule}\", is not two parts with a space between.");
            var (left, right) = (rule[..space], rule[(space + 1)..]);
            _merges.TryAdd(Pair(SymbolOf(left), SymbolOf(right)), new Merge(rank, SymbolOf(left + right)));
        }

        if (takesWholeWords)
            _wholeWords = vocabulary.TextIds;
    }

    /// <inheritdoc />
    public void Encode(string text, bool afterControl, List<int> ids)
    {
        var codePoints = new int[text.Length];
        var count = 0;
        foreach (var rune in text.EnumerateRunes())
            codePoints[count++] = rune.Value; // a lone surrogate comes as U+FFFD

        var word = new List<int>();
        var queue = new PriorityQueue<Candidate, long>();
        Span<byte> utf8 = stackalloc byte[4];
        var start = 0;
        foreach (var end in PreTokenizer.WordEnds(codePoints.AsSpan(0, count), _preTokenizer))
        {
            word.Clear();
            for (; start < end; start++)
                foreach (var value in utf8[..new Rune(codePoints[start]).EncodeToUtf8(utf8)])
                    word.Add(value);
            EncodeWord(word, queue, ids);
        }
    }

    private void EncodeWord(List<int> bytes, PriorityQueue<Candidate, long> queue, List<int> ids)
    {
        if (bytes.Count == 1)
        {
            Emit(_symbolOfByte[bytes[0]], ids);
            return;
        }

        if (_wholeWords is not null)
        {
            var spelled = string.Create(
                bytes.Count,
                bytes,
                (span, source) =>
                {
                    for (var at = 0; at < span.Length; at++)
                        span[at] = ByteAlphabet.CharacterOf((byte)source[at]);
                }
            );
            if (_wholeWords.TryGetValue(spelled, out var id))
            {
                ids.Add(id);
                return;
            }
        }

        // A doubly linked list of symbols in arrays; -1 ends it, a joined right half gets symbol -1.
        var count = bytes.Count;
        var (symbols, previous, next) = (new int[count], new int[count], new int[count]);
        for (var at = 0; at < count; at++)
        {
            symbols[at] = _symbolOfByte[bytes[at]];
            previous[at] = at - 1;
            next[at] = at + 1 < count ? at + 1 : -1;
        }

        for (var at = 0; at + 1 < count; at++)
            Offer(at, at + 1);
        while (queue.TryDequeue(out var best, out _))
        {
            if (symbols[best.Left] != best.LeftSymbol || symbols[best.Right] != best.RightSymbol)
                continue; // overtaken
            symbols[best.Left] = best.Symbol;
            symbols[best.Right] = -1;
            next[best.Left] = next[best.Right];
            if (next[best.Left] >= 0)
                previous[next[best.Left]] = best.Left;
            Offer(previous[best.Left], best.Left);
            Offer(best.Left, next[best.Left]);
        }

        for (var at = 0; at != -1 && count > 0; at = next[at])
            Emit(symbols[at], ids);

        void Offer(int left, int right)
        {
            if (left < 0 || right < 0)
                return;
            if (_merges.TryGetValue(Pair(symbols[left], symbols[right]), out var merge))
                // by rank, then leftmost
                queue.Enqueue(new Candidate(left, right, symbols[left], symbols[right], merge.Symbol), (long)merge.Rank << 32 | (uint)left);
        }
    }

    /// <summary>
    /// A symbol that is no token is spelt byte by byte; a byte that the vocabulary lacks has no id and is left out, as in llama.cpp.
    /// </summary>
    private void Emit(int symbol, List<int> ids)
    {
        if (_tokenOfSymbol[symbol] >= 0)
        {
            ids.Add(_tokenOfSymbol[symbol]);
            return;
        }

        foreach (var value in _bytesOfSymbol[symbol])
            if (_tokenOfSymbol[_symbolOfByte[value]] is >= 0 and var id)
                ids.Add(id);
    }

    private static long Pair(int left, int right) => (long)left << 32 | (uint)right;
}
