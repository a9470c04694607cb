using System.Text;

namespace ChatBot.Models.Files;

/// <summary>
/// The spelling of byte-level vocabularies: each of the 256 bytes is one printable character, so that a token's text never
/// holds a space or a control character. Printable Latin-1 stands for itself; the other bytes take U+0100 upwards in order
/// (GPT-2's <c>bytes_to_unicode</c>).
/// </summary>
public static class ByteAlphabet
{
    private static readonly char[] Characters = Build();
    private static readonly Dictionary<char, byte> Bytes = Enumerable
        .Range(0, 256)
        .ToDictionary(value => Characters[value], value => (byte)value);

    /// <summary>The character of a byte.</summary>
    public static char CharacterOf(byte value) => Characters[value];

    /// <summary><paramref name="text"/>'s UTF-8 bytes in the alphabet.</summary>
    public static string Spell(string text) => string.Concat(Encoding.UTF8.GetBytes(text).Select(CharacterOf));

    /// <summary>The bytes that a token's text stands for; characters outside the alphabet stand for their own UTF-8.</summary>
    public static byte[] Decode(string spelled)
    {
        var bytes = new List<byte>(spelled.Length);
        Span<byte> utf8 = stackalloc byte[4];
        foreach (var rune in spelled.EnumerateRunes())
        {
            if (rune.IsBmp && Bytes.TryGetValue((char)rune.Value, out var value))
                bytes.Add(value);
            else
                bytes.AddRange(utf8[..rune.EncodeToUtf8(utf8)]);
        }

        return [.. bytes];
    }

    private static char[] Build()
    {
        var characters = new char[256];
        var next = 256;
        for (var value = 0; value < 256; value++)
            characters[value] = value is (>= '!' and <= '~') or (>= 0xA1 and <= 0xAC) or (>= 0xAE and <= 0xFF) ? (char)value : (char)next++;
        return characters;
    }
}
