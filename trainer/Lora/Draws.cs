using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace ChatBot.Trainer.Lora;

/// <summary>Seeds that are the same on every machine and in every process, each for one purpose.</summary>
internal static class Draws
{
    /// <summary>A seed of its own for <paramref name="purpose"/>.</summary>
    public static long Of(long seed, string purpose) =>
        BinaryPrimitives.ReadInt64LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes($"{seed}:{purpose}"))) & long.MaxValue;
}
