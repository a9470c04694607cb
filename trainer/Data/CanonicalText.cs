using System.Security.Cryptography;
using System.Text;

namespace ChatBot.Trainer.Data;

/// <summary>Texts by what they say, whoever typed them how, and numbers that depend on nothing else.</summary>
internal static class CanonicalText
{
    /// <summary>Compatibility composition, lower case, words and signs apart by one blank, without the marks that end a sentence.</summary>
    public static string Of(string text) =>
        string.Join(
                ' ',
                text.Normalize(NormalizationForm.FormKC).ToLowerInvariant().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
            )
            .TrimEnd('?', '!', '.', ' ');

    /// <summary>SHA-256 as lower-case hexadecimal.</summary>
    public static string HashOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    /// <summary>The first bits of a hash as a number from 0 to below 1.</summary>
    public static double FractionOf(string hash) => Convert.ToUInt32(hash[..8], 16) / 4294967296.0;
}
