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

    /// <param name="vector">Empty where words alone are searched: then no sentence has a cosine.</param>
    public QuestionBytes(ReadOnlySpan<float> vector)
    {
        _bytes = new sbyte[vector.Length];
        _scale = vector.IsEmpty ? 0 : Int8Vectors.Quantise(vector, _bytes) * Stored;
    }

    /// <summary>The cosine with each of these vectors, in their order; empty where there are none.</summary>
    public float[] Cosines(ReadOnlySpan<byte> sentences)
    {
        if (_bytes.Length == 0 || sentences.Length % _bytes.Length != 0)
            return [];
        var cosines = new float[sentences.Length / _bytes.Length];
        for (var i = 0; i < cosines.Length; i++)
            cosines[i] =
                Int8Vectors.Dot(_bytes, MemoryMarshal.Cast<byte, sbyte>(sentences.Slice(i * _bytes.Length, _bytes.Length))) * _scale;
        return cosines;
    }
}
