using ChatBot.Llama.Sampling;

namespace ChatBot.Core.Tests.Llama.Sampling;

public sealed class SamplerTests
{
    private static readonly float[] Logits = [.. Enumerable.Range(0, 500).Select(id => MathF.Sin(id * 1.7f) * 4)];

    private static List<int> Draw(SamplingOptions options, int count = 4000)
    {
        var sampler = new Sampler(options);
        return [.. Enumerable.Range(0, count).Select(_ => sampler.Next(Logits))];
    }

    private static int[] Sorted => [.. Enumerable.Range(0, Logits.Length).OrderByDescending(id => Logits[id]).ThenBy(id => id)];

    [Fact]
    public void The_default_takes_the_likeliest_token() => Assert.All(Draw(new SamplingOptions(), 20), id => Assert.Equal(Sorted[0], id));

    [Fact]
    public void The_same_seed_gives_the_same_tokens_and_another_seed_others()
    {
        var options = new SamplingOptions { Temperature = 1, Seed = 5 };
        Assert.Equal(Draw(options), Draw(options));
        Assert.NotEqual(Draw(options), Draw(options with { Seed = 6 }));
    }

    [Fact]
    public void Tokens_are_drawn_as_often_as_their_odds_say()
    {
        var sampler = new Sampler(new SamplingOptions { Temperature = 2, Seed = 1 });
        float[] logits = [0, 2 * MathF.Log(3), float.NegativeInfinity]; // odds 1 : 3 : 0 at temperature 2
        var counts = new int[3];
        for (var draw = 0; draw < 20_000; draw++)
            counts[sampler.Next(logits)]++;
        Assert.InRange(counts[0], 4_800, 5_200); // 5,000 expected, standard deviation 61
        Assert.Equal(0, counts[2]);
    }

    [Fact]
    public void Top_k_leaves_the_k_likeliest()
    {
        var drawn = Draw(
            new SamplingOptions
            {
                Temperature = 3,
                TopK = 7,
                Seed = 2,
            }
        );
        Assert.Equal(Sorted[..7].Order(), drawn.Distinct().Order());
    }

    [Theory]
    [InlineData(0.3f, 0)]
    [InlineData(0.9f, 0)]
    [InlineData(0.5f, 20)]
    public void Top_p_leaves_the_smallest_set_that_reaches_p(float p, int k)
    {
        var kept = Sorted[..(k == 0 ? Logits.Length : k)];
        var mass = kept.Sum(id => Math.Exp(Logits[id]));
        var (set, reached) = (0, 0.0);
        while (reached < p * mass)
            reached += Math.Exp(Logits[kept[set++]]);
        var drawn = Draw(
            new SamplingOptions
            {
                Temperature = 5,
                TopP = p,
                TopK = k,
                Seed = 3,
            },
            40_000
        );
        Assert.Equal(kept[..set].Order(), drawn.Distinct().Order());
    }

    [Fact]
    public void The_penalty_falls_on_what_the_answer_used_and_ends_with_the_window()
    {
        var sampler = new Sampler(new SamplingOptions { RepetitionPenalty = 2, RepetitionWindow = 1 });
        float[] logits = [3, 2, -1];
        Assert.Equal([0, 1, 0, 1], Enumerable.Range(0, 4).Select(_ => sampler.Next(logits)));
        var remembering = new Sampler(new SamplingOptions { RepetitionPenalty = 8, RepetitionWindow = 10 });
        Assert.Equal([0, 1, 0], Enumerable.Range(0, 3).Select(_ => remembering.Next(logits))); // 3/8 beats 2/8 and -1
    }

    [Fact]
    public void Numbers_that_are_none_are_an_error_not_a_token()
    {
        Assert.Throws<InvalidOperationException>(() => new Sampler(new SamplingOptions()).Next([1, float.NaN, 2]));
        Assert.Throws<InvalidOperationException>(() => new Sampler(new SamplingOptions { Temperature = 1 }).Next([float.NaN, float.NaN]));
    }
}
