using System.Buffers.Binary;
using System.Text;
using ChatBot.Llama.Adapters;
using ChatBot.Llama.Files;
using ChatBot.Llama.Forward;
using ChatBot.TestKit.Llama;
using Xunit.Abstractions;

namespace ChatBot.Core.Tests.Llama.Files;

/// <summary>
/// Two thousand damaged files: each is refused with one clear message, or loads and computes; none crashes or takes much memory.
/// </summary>
public sealed class MutatedFilesTests(ITestOutputHelper output) : IDisposable
{
    private const long MostAllocated = 16 << 20; // the files have a few hundred kibibytes

    private static readonly TinyModel Tiny = new()
    {
        Layers = 1,
        Width = 32,
        Heads = 2,
        KvHeads = 1,
        HeadWidth = 16,
        FeedForward = 64,
    };

    private readonly string _folder = Directory.CreateTempSubdirectory("mutated").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_thousand_models() => Mutate(1, 1000, Path.Combine(_folder, "m.gguf"), Tiny.Write().ToArray(), Load);

    [Fact]
    public void Five_hundred_adapters()
    {
        using var model = LlamaModel.Open(Tiny.Save(Path.Combine(_folder, "base.gguf")));
        Mutate(2, 500, Path.Combine(_folder, "a.gguf"), new TinyAdapter(Tiny).Write().ToArray(), path => Apply(path, model));
    }

    [Theory]
    [InlineData("model.safetensors", 150)]
    [InlineData("config.json", 100)]
    public void Two_hundred_and_fifty_hugging_face_models(string file, int count)
    {
        var hf = HuggingFaceFolder.SaveModel(Tiny, Path.Combine(_folder, "hf"));
        Mutate(3, count, Path.Combine(hf, file), File.ReadAllBytes(Path.Combine(hf, file)), _ => Load(hf));
    }

    [Theory]
    [InlineData("adapter_model.safetensors", 150)]
    [InlineData("adapter_config.json", 100)]
    public void Two_hundred_and_fifty_peft_adapters(string file, int count)
    {
        using var model = LlamaModel.Open(Tiny.Save(Path.Combine(_folder, "base.gguf")));
        var peft = HuggingFaceFolder.SaveAdapter(new TinyAdapter(Tiny), Path.Combine(_folder, "peft"));
        Mutate(4, count, Path.Combine(peft, file), File.ReadAllBytes(Path.Combine(peft, file)), _ => Apply(peft, model));
    }

    private static void Load(string path)
    {
        using var model = LlamaModel.Open(path);
        Evaluation.Logits(model, [3, 4]);
    }

    private static void Apply(string path, LlamaModel model)
    {
        using var adapter = LoraAdapter.Open(path, model);
        Evaluation.Logits(model, [3, 4], adapter);
    }

    private void Mutate(int seed, int count, string path, byte[] whole, Action<string> use)
    {
        File.WriteAllBytes(path, whole);
        use(path);
        var random = new Random(seed);
        var refused = 0;
        for (var i = 0; i < count; i++)
        {
            File.WriteAllBytes(path, Mutation(random, whole));
            var before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                use(path);
            }
            catch (ModelFileException e)
            {
                refused++;
                Assert.DoesNotContain('\n', e.Message);
                Assert.True(e.Reason.Length > 15, e.Message);
            }
            catch (Exception e)
            {
                Assert.Fail($"mutation {i}: {e}");
            }
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, MostAllocated);
        }
        output.WriteLine($"{refused} of {count} refused");
        Assert.True(refused > count / 10, "the mutations hardly touched anything");
    }

    /// <summary>Mostly in the header, where a byte means most.</summary>
    private static byte[] Mutation(Random random, byte[] whole)
    {
        if (random.Next(10) == 0)
            return whole[..random.Next(whole.Length)];
        var bytes = (byte[])whole.Clone();
        var header = random.Next(4) == 0 ? bytes.Length : Math.Min(bytes.Length, HeaderLength(bytes));
        for (var changes = random.Next(1, 4); changes > 0; changes--)
        {
            var at = random.Next(header);
            switch (random.Next(4))
            {
                case 0:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 2 when at + 8 <= bytes.Length: // a count, length or offset that is absurd
                    BinaryPrimitives.WriteInt64LittleEndian(
                        bytes.AsSpan(at),
                        random.Next(3) switch
                        {
                            0 => long.MaxValue,
                            1 => -1,
                            _ => random.NextInt64(1L << 40),
                        }
                    );
                    break;
                default: // a piece that repeats another
                    var length = Math.Min(random.Next(1, 40), header - at);
                    bytes.AsSpan(random.Next(header - length + 1), length).ToArray().CopyTo(bytes, at);
                    break;
            }
        }
        return bytes;
    }

    /// <summary>Up to the last tensor's entry of a GGUF file, the JSON of a safetensors file, or the whole of a small file.</summary>
    private static int HeaderLength(byte[] bytes)
    {
        var at = bytes.AsSpan().LastIndexOf(Encoding.ASCII.GetBytes("blk.0."));
        return bytes.AsSpan().StartsWith("GGUF"u8) ? at + 64
            : bytes[0] == '{' ? bytes.Length
            : 8 + (int)BitConverter.ToInt64(bytes);
    }
}
