using System.Buffers.Binary;
using System.Text;
using ChatBot.Models.Files;
using ChatBot.Models.Llama;
using ChatBot.TestKit.Llama;
using Xunit.Abstractions;

namespace ChatBot.Core.Tests.Models.Files;

/// <summary>
/// Two thousand damaged files: each is refused with one clear line, or llama.cpp loads it and computes in this very process, which a
/// failed assertion would end.
/// </summary>
public sealed class DamagedFilesTests(ITestOutputHelper output) : IDisposable
{
    private static readonly TinyModel Tiny = new()
    {
        Layers = 1,
        Width = 32,
        Heads = 2,
        KvHeads = 1,
        HeadWidth = 16,
        FeedForward = 64,
    };

    private readonly string _folder = Directory.CreateTempSubdirectory("damaged").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Five_hundred_llama_models() => Damage(1, 500, Tiny.Write().ToArray(), Load);

    [Fact]
    public void Five_hundred_qwen2_models() =>
        Damage(2, 500, (Tiny with { Architecture = "qwen2", Biased = true }).Write().ToArray(), Load);

    [Fact]
    public void Five_hundred_quantised_chat_models() => Damage(3, 500, File.ReadAllBytes(TinyChatModel.Save(At("chat.gguf"))), Load);

    [Fact]
    public void Five_hundred_adapters()
    {
        var model = Tiny.Save(At("base.gguf"));
        Damage(4, 500, new TinyAdapter(Tiny).Write().ToArray(), path => ModelInspection.Of(model, "Hi", path, TimeProvider.System));
    }

    private static void Load(string path) => ModelInspection.Of(path, "Hi <|im_end|> é\u0001", null, TimeProvider.System);

    private void Damage(int seed, int count, byte[] whole, Action<string> use)
    {
        var path = At("damaged.gguf");
        var random = new Random(seed);
        int refused = 0,
            native = 0;
        for (var i = 0; i < count; i++)
        {
            File.WriteAllBytes(path, Damaged(random, whole));
            try
            {
                use(path);
            }
            catch (ModelFileException e)
            {
                refused++;
                native += e.Message.Contains("llama.cpp cannot", StringComparison.Ordinal) ? 1 : 0;
                Assert.DoesNotContain('\n', e.Message);
                Assert.True(e.Reason.Length > 15, e.Message);
            }
            catch (Exception e)
            {
                Assert.Fail($"file {i}: {e}");
            }
        }
        output.WriteLine($"{refused} of {count} refused, {native} of them by llama.cpp itself");
        Assert.True(refused > count / 10, "the damage hardly touched anything");
    }

    /// <summary>Mostly in the header, where a byte means most.</summary>
    private static byte[] Damaged(Random random, byte[] whole)
    {
        if (random.Next(10) == 0)
            return whole[..random.Next(whole.Length)];
        var bytes = (byte[])whole.Clone();
        var end = bytes.AsSpan().LastIndexOf(Encoding.ASCII.GetBytes("blk.0.")) + 64; // the last tensor's entry
        var header = random.Next(4) == 0 ? bytes.Length : end;
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

    private string At(string name) => Path.Combine(_folder, name);
}
