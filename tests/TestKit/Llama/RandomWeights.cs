namespace ChatBot.TestKit.Llama;

/// <summary>Weights from a seed.</summary>
public static class RandomWeights
{
    /// <summary>Normally distributed numbers (Box and Muller).</summary>
    public static float[] Normal(Random random, int count, float deviation)
    {
        var values = new float[count];
        for (var i = 0; i < count; i++)
            values[i] = deviation * MathF.Sqrt(-2 * MathF.Log(1 - random.NextSingle())) * MathF.Cos(2 * MathF.PI * random.NextSingle());
        return values;
    }

    /// <summary>Normally distributed around <paramref name="mean"/>.</summary>
    public static float[] Around(Random random, int count, float mean, float deviation) =>
        [.. Normal(random, count, deviation).Select(value => mean + value)];
}
