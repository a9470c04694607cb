using System.Runtime.InteropServices;
using ChatBot.Knowledge.Searching.Sqlite;

namespace ChatBot.Knowledge.Searching;

/// <summary>
/// A question's normalised vector as bytes, to be compared with those of a chunk's sentences, which are stored one after the other as
/// value × 127.
/// </summary>
internal readonly struct QuestionBytes
{
    private const float Stored = 1 / 127f;

    private readonly sbyte[] _bytes;
    private readonly float _scale;

    public QuestionBytes(ReadOnlySpan<float> vector)
    {
        _bytes = new sbyte[vector.Length];
        _scale = Int8Vectors.Quantise(vector, _bytes) * Stored;
    }

    /// <summary>The cosine of the nearest of these sentences; 0 where there is none.</summary>
    public double Nearest(ReadOnlySpan<byte> sentences)
    {
        if (_bytes.Length == 0 || sentences.Length < _bytes.Length)
            return 0;
        var best = int.MinValue;
        for (var at = 0; at + _bytes.Length <= sentences.Length; at += _bytes.Length)
            best = Math.Max(best, Int8Vectors.Dot(_bytes, MemoryMarshal.Cast<byte, sbyte>(sentences.Slice(at, _bytes.Length))));
        return best * _scale;
    }
}
