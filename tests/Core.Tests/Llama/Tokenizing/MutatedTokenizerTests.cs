using ChatBot.Llama.Tokenizing;
using ChatBot.TestKit.Llama;

namespace ChatBot.Core.Tests.Llama.Tokenizing;

/// <summary>A damaged tokenizer is a clear error or still a tokenizer, never a crash.</summary>
public sealed class MutatedTokenizerTests
{
    [Theory]
    [InlineData("gpt-2")]
    [InlineData("llama-bpe")]
    [InlineData("spm")]
    public void Damaged_metadata_is_refused_in_words_or_still_encodes(string kind)
    {
        var random = new Random(4);
        var (refused, usable) = (0, 0);
        for (var round = 0; round < 700; round++)
        {
            var metadata = TrainedVocabulary.Metadata(kind, 300);
            for (var mutations = 1 + random.Next(3); mutations > 0; mutations--)
                Mutate(metadata, random);
            try
            {
                var tokenizer = Tokenizer.FromMetadata(metadata);
                var ids = tokenizer.Encode("Hello <|im_start|> wörld 123\n\n  x", parseSpecial: round % 2 == 0);
                Assert.All(ids, id => Assert.InRange(id, 0, tokenizer.Vocabulary.Count - 1));
                tokenizer.Decode(ids, showControl: true);
                usable++;
            }
            catch (InvalidDataException e)
            {
                Assert.NotEmpty(e.Message);
                refused++;
            }
        }

        Assert.True(refused > 100 && usable > 100, $"{refused} refused, {usable} usable");
    }

    private static void Mutate(Dictionary<string, object> metadata, Random random)
    {
        var key = metadata.Keys.Order(StringComparer.Ordinal).ElementAt(random.Next(metadata.Count));
        switch (random.Next(6))
        {
            case 0:
                metadata.Remove(key);
                break;
            case 1:
                object[] others =
                [
                    "",
                    "x",
                    true,
                    7UL,
                    -1L,
                    ulong.MaxValue,
                    1.5,
                    Array.Empty<string>(),
                    new[] { 1, 2 },
                    new[] { 1f },
                    new[] { "a", "b" },
                    new[] { true },
                ];
                metadata[key] = others[random.Next(others.Length)];
                break;
            default:
                metadata[key] = metadata[key] switch
                {
                    string[] texts => Edit(
                        texts,
                        random,
                        text =>
                            random.Next(4) switch
                            {
                                0 => "",
                                1 => text + " ",
                                2 => new string('\uD800', 1 + random.Next(2)),
                                _ => texts[random.Next(texts.Length)],
                            }
                    ),
                    int[] numbers => Edit(numbers, random, _ => random.Next(-3, 10)),
                    float[] scores => Edit(
                        scores,
                        random,
                        score =>
                            random.Next(3) switch
                            {
                                0 => float.NaN,
                                1 => float.PositiveInfinity,
                                _ => -score,
                            }
                    ),
                    bool flag => !flag,
                    uint => (uint)random.Next(2000),
                    var same => same,
                };
                break;
        }
    }

    private static T[] Edit<T>(T[] values, Random random, Func<T, T> edit)
    {
        if (values.Length == 0 || random.Next(4) == 0)
            return values[..random.Next(values.Length + 1)];
        for (var edits = 1 + random.Next(20); edits > 0; edits--)
        {
            var at = random.Next(values.Length);
            values[at] = edit(values[at]);
        }

        return values;
    }
}
