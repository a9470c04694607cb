using System.Globalization;

namespace ChatBot.Llama.Tokenizing;

/// <summary>
/// SentencePiece's byte-pair encoding as Llama 2, Mistral and Gemma use it: spaces are written ▁, neighbours are joined
/// while their union is a token, the highest score first, and characters without a token are spelt in bytes (Kudo and
/// Richardson 2018). Typed ▁ and space get the same ids; that is the vocabulary's, not ours, to mend.
/// </summary>
internal sealed class SentencePieceEncoder(Vocabulary vocabulary) : ITextEncoder
{
    internal const char Space = '\u2581';

    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _tokens = vocabulary.TextIds.GetAlternateLookup<
        ReadOnlySpan<char>
    >();

    private readonly int[] _byteIds = [.. Enumerable.Range(0, 256).Select(value => ByteId(vocabulary, value))];

    private readonly record struct Candidate(int Left, int Right, int Length);

    /// <summary>Highest score first, then leftmost.</summary>
    private sealed class BestFirst : IComparer<(float Score, int Left)>
    {
        public int Compare((float Score, int Left) x, (float Score, int Left) y) =>
            x.Score.CompareTo(y.Score) is var order && order != 0 ? -order : x.Left.CompareTo(y.Left);
    }

    /// <inheritdoc />
    public void Encode(string text, bool afterControl, List<int> ids)
    {
        var spelled = (afterControl && vocabulary.AddSpacePrefix ? " " + text : text).Replace(' ', Space);

        // One symbol a character: where it starts, its length (0 once joined to its left), and its neighbours.
        var starts = new List<int>(spelled.Length);
        for (var at = 0; at < spelled.Length; at += char.IsSurrogatePair(spelled, at) ? 2 : 1)
            starts.Add(at);
        var count = starts.Count;
        var (lengths, previous, next) = (new int[count], new int[count], new int[count]);
        for (var at = 0; at < count; at++)
        {
            lengths[at] = (at + 1 < count ? starts[at + 1] : spelled.Length) - starts[at];
            previous[at] = at - 1;
            next[at] = at + 1 < count ? at + 1 : -1;
        }

        var queue = new PriorityQueue<Candidate, (float Score, int Left)>(new BestFirst());
        for (var at = 0; at + 1 < count; at++)
            Offer(at, at + 1);
        while (queue.TryDequeue(out var best, out _))
        {
            if (lengths[best.Left] == 0 || lengths[best.Right] == 0 || lengths[best.Left] + lengths[best.Right] != best.Length)
                continue; // overtaken by another join
            lengths[best.Left] = best.Length;
            lengths[best.Right] = 0;
            next[best.Left] = next[best.Right];
            if (next[best.Left] >= 0)
                previous[next[best.Left]] = best.Left;
            Offer(previous[best.Left], best.Left);
            Offer(best.Left, next[best.Left]);
        }

        for (var at = 0; at != -1 && count > 0; at = next[at])
            Emit(spelled.AsSpan(starts[at], lengths[at]), ids);

        void Offer(int left, int right)
        {
            if (left < 0 || right < 0)
                return;
            var length = lengths[left] + lengths[right];
            if (_tokens.TryGetValue(spelled.AsSpan(starts[left], length), out var id))
                queue.Enqueue(new Candidate(left, right, length), (vocabulary.ScoreOf(id), left));
        }
    }

    private void Emit(ReadOnlySpan<char> symbol, List<int> ids)
    {
        if (_tokens.TryGetValue(symbol, out var id))
        {
            ids.Add(id);
            return;
        }

        Span<byte> utf8 = stackalloc byte[4];
        foreach (var rune in symbol.EnumerateRunes())
        foreach (var value in utf8[..rune.EncodeToUtf8(utf8)])
            if (_byteIds[value] >= 0)
                ids.Add(_byteIds[value]);
    }

    /// <summary>The byte's own token, else the unknown token, else none.</summary>
    private static int ByteId(Vocabulary vocabulary, int value) =>
        vocabulary.TryGetId(string.Create(CultureInfo.InvariantCulture, $"<0x{value:X2}>"), out var id) ? id : vocabulary.UnknownId ?? -1;
}
