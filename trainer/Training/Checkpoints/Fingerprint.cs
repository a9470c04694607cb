using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;
using TorchSharp;

namespace ChatBot.Trainer.Training.Checkpoints;

/// <summary>Of all that a training follows from: two with the same one give the same adapter.</summary>
internal static class Fingerprint
{
    public static string Of(TrainingSettings settings, TokenizedSet data, IReadOnlyDictionary<string, torch.Tensor> adapter)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Append(settings with { CheckpointEvery = 1 });
        Append(adapter.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => new { pair.Key, pair.Value.shape }));
        foreach (var (name, part) in Parts(data))
        {
            Append(name);
            foreach (var example in part)
            {
                Append(new { example.AnswerStart, example.Tokens.Length });
                hash.AppendData(MemoryMarshal.AsBytes<int>(example.Tokens));
            }
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());

        void Append<T>(T value) => hash.AppendData(JsonSerializer.SerializeToUtf8Bytes(value));
    }

    private static IEnumerable<(string Name, IEnumerable<TokenizedExample> Examples)> Parts(TokenizedSet data) =>
        [
            ("train", data.Train),
            ("validation", data.Validation),
            ("rehearsed", data.Rehearsed),
            ("train pairs", data.TrainPairs.SelectMany(Both)),
            ("validation pairs", data.ValidationPairs.SelectMany(Both)),
        ];

    private static TokenizedExample[] Both(TokenizedPair pair) => [pair.Chosen, pair.Rejected];
}
