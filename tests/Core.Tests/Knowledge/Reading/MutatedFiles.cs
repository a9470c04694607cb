using ChatBot.Knowledge.Reading;

namespace ChatBot.Core.Tests.Knowledge.Reading;

/// <summary>Any bytes in, nothing but a refusal out: files cut, overwritten, doubled and put together by chance.</summary>
internal static class MutatedFiles
{
    public static void Read(IDocumentReader reader, string name, byte[] bytes, int variants)
    {
        var random = new Random(bytes.Length);
        for (var variant = 0; variant < variants; variant++)
        {
            try
            {
                foreach (var document in reader.ReadBytes(name, Mutated(bytes, random)))
                    Assert.NotNull(document.Whole());
            }
            catch (Exception refused) when (refused is UnreadableDocumentException or IOException)
            {
                Assert.DoesNotContain('\n', refused.Message);
            }
        }
    }

    private static byte[] Mutated(byte[] bytes, Random random)
    {
        var mutated = bytes.ToList();
        for (var changes = random.Next(1, 6); changes > 0 && mutated.Count > 1; changes--)
        {
            var from = random.Next(mutated.Count);
            var length = Math.Min(random.Next(1, 40), mutated.Count - from);
            switch (random.Next(5))
            {
                case 0:
                    mutated.RemoveRange(from, length);
                    break;
                case 1:
                    mutated.InsertRange(random.Next(mutated.Count), mutated.GetRange(from, length));
                    break;
                case 2:
                    mutated[from] = (byte)random.Next(256);
                    break;
                case 3:
                    mutated[from] ^= (byte)(1 << random.Next(8));
                    break;
                default:
                    if (random.Next(4) == 0)
                        mutated.RemoveRange(from, mutated.Count - from);
                    break;
            }
        }
        return [.. mutated];
    }
}
