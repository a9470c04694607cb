using System.Text.Json;

namespace ChatBot.TestKit.Llama;

/// <summary>
/// Numbers that llama.cpp gave for the tiny models: the first logits of the last position. Written by the comparison when
/// <c>CHATBOT_WRITE_GOLDEN</c> names a folder.
/// </summary>
public static class GoldenLogits
{
    /// <summary>For F32 weights, to compare within 1e-4.</summary>
    public const string Exact = "golden-logits.json";

    /// <summary>For every stored kind, to compare within the kind's error.</summary>
    public const string Quantised = "golden-quantised.json";

    private const int Kept = 48;

    /// <summary>The prompt: 75 tokens, more than two pages of the cache and past the original context of the scaled variants.</summary>
    public static int[] Tokens { get; } = [.. Enumerable.Range(0, 75).Select(i => 3 + i * 37 % 290)];

    /// <summary>Where logits are compared.</summary>
    public static int[] Positions { get; } = [0, 1, 31, 32, 74];

    /// <summary>Rows by position, as our own evaluation returns them.</summary>
    public static float[][] Spread(float[][] rows)
    {
        var all = new float[Tokens.Length][];
        for (var i = 0; i < rows.Length; i++)
            all[Positions[i]] = rows[i];
        return all;
    }

    /// <summary>Keeps <paramref name="logits"/> when asked to.</summary>
    public static void Write(IReadOnlyDictionary<string, float[]> logits, string file)
    {
        if (Counterpart.Find("CHATBOT_WRITE_GOLDEN") is { } folder)
            File.WriteAllText(
                Path.Combine(folder, file),
                "{\n"
                    + string.Join(
                        ",\n",
                        logits.Select(pair => $"  {JsonSerializer.Serialize(pair.Key)}: {JsonSerializer.Serialize(pair.Value.Take(Kept))}")
                    )
                    + "\n}\n"
            );
    }

    /// <summary>Reads the numbers from a test assembly's resources.</summary>
    public static IReadOnlyDictionary<string, float[]> Read(System.Reflection.Assembly tests, string file)
    {
        using var stream =
            tests.GetManifestResourceStream("llama/" + file) ?? throw new FileNotFoundException($"the resource {file} is missing");
        return JsonSerializer.Deserialize<Dictionary<string, float[]>>(stream)!;
    }
}
