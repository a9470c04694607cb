namespace ChatBot.Llama.Files;

/// <summary>
/// Hugging Face's Llama rotates pairs (i, i + d/2) of a head, GGUF's <c>llama</c> pairs (2i, 2i+1). Converting moves the rows of Wq and Wk
/// (and of the B half of an adapter on them): row p·d/2 + i of a head becomes row 2i + p.
/// </summary>
public static unsafe class HeadPermutation
{
    /// <summary>Copies <paramref name="rows"/> (heads × d) rows of <paramref name="rowBytes"/> into GGUF's order.</summary>
    public static void Copy(byte* from, byte* to, int rows, int heads, long rowBytes)
    {
        var headWidth = rows / heads;
        for (var row = 0; row < rows; row++)
        {
            int head = row / headWidth,
                within = row % headWidth;
            var source = head * headWidth + within % 2 * (headWidth / 2) + within / 2;
            Buffer.MemoryCopy(from + source * rowBytes, to + row * rowBytes, rowBytes, rowBytes);
        }
    }
}
