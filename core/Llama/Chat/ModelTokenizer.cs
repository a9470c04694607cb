using ChatBot.Llama.Files;
using ChatBot.Llama.Forward;
using ChatBot.Llama.Templates;
using ChatBot.Llama.Tokenizing;

namespace ChatBot.Llama.Chat;

/// <summary>The tokenizer and chat template of an opened model: from the GGUF file, or from the files beside safetensors.</summary>
internal static class ModelTokenizer
{
    /// <summary>The model's tokenizer.</summary>
    /// <exception cref="ModelFileException">There is none, it is of an unknown kind, or it names more tokens than the model
    /// has.</exception>
    public static Tokenizer Read(LlamaModel model) =>
        Explained(
            model,
            () =>
            {
                var tokenizer = Tokenizer.FromMetadata(Metadata(model));
                return tokenizer.Vocabulary.Count <= model.Shape.Vocabulary
                    ? tokenizer
                    : throw new InvalidDataException(
                        $"its tokenizer names {tokenizer.Vocabulary.Count} tokens, but the model has {model.Shape.Vocabulary}."
                    );
            }
        );

    /// <summary>The model's chat template, or the configured family's.</summary>
    /// <exception cref="ModelFileException">Neither is known.</exception>
    public static ChatTemplate ReadTemplate(LlamaModel model, Tokenizer tokenizer, string? configured) =>
        Explained(
            model,
            () => ChatTemplate.For(Metadata(model).GetValueOrDefault("tokenizer.chat_template") as string, configured, tokenizer.Vocabulary)
        );

    private static IReadOnlyDictionary<string, object> Metadata(LlamaModel model)
    {
        if (model.File is not SafetensorsModel)
            return model.File.Metadata;
        var folder = Directory.Exists(model.File.Path) ? model.File.Path : Path.GetDirectoryName(Path.GetFullPath(model.File.Path))!;
        return HuggingFaceTokenizer.ReadMetadata(folder, model.Shape.Vocabulary);
    }

    private static T Explained<T>(LlamaModel model, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (InvalidDataException e)
        {
            throw new ModelFileException(model.File.Path, e.Message, e);
        }
    }
}
