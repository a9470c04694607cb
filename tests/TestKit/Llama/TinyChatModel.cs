namespace ChatBot.TestKit.Llama;

/// <summary>A random model with a learnt vocabulary and a ChatML template: it says nonsense, the same nonsense every time.</summary>
public static class TinyChatModel
{
    /// <summary>The shape, for an adapter that fits.</summary>
    public static TinyModel Shape { get; } =
        new()
        {
            Architecture = "qwen2",
            Biased = true,
            Vocabulary = ((string[])Vocabulary()["tokenizer.ggml.tokens"]).Length,
            Context = 512,
        };

    /// <summary>Writes it to <paramref name="path"/>, with <paramref name="more"/> metadata, and returns the path.</summary>
    public static string Save(string path, params (string Key, object Value)[] more)
    {
        var writer = Shape.Write();
        foreach (var (key, value) in Vocabulary())
            writer.Set(key, value);
        writer.Set("tokenizer.chat_template", "{% for message in messages %}<|im_start|>{{ message.role }}");
        foreach (var (key, value) in more)
            writer.Set(key, value);
        return writer.Save(path);
    }

    private static Dictionary<string, object> Vocabulary() => ChatVocabulary.Metadata();
}
