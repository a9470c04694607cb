using ChatBot.Learning.Registry;
using ChatBot.Trainer.Model;
using ChatBot.Trainer.Publishing.Trainers;

namespace ChatBot.Trainer.Publishing;

/// <summary>All forms in which an adapter is served: GGUF for llama.cpp and the bot's own process, PEFT for vLLM, in one folder.</summary>
internal static class AdapterFiles
{
    /// <param name="name">What people call it.</param>
    public static void Write(CausalModel model, string folder, string name) =>
        Write(AdapterWeights.Of(model), model.Shape, folder, name, Path.GetFileNameWithoutExtension(model.Path));

    /// <summary>Writes what another trainer made in the same forms.</summary>
    public static void Take(ImportedAdapter found, string basePath, string folder, string name)
    {
        using var file = GgufWeights.Open(basePath);
        var weights = found.IsGguf ? AdapterWeights.ReadGguf(found.Path, basePath) : PeftFolder.Read(found.Path, file.Shape);
        Write(weights, file.Shape, folder, name, Path.GetFileNameWithoutExtension(basePath));
    }

    private static void Write(AdapterWeights weights, ModelShape shape, string folder, string name, string baseName)
    {
        Directory.CreateDirectory(folder);
        GgufAdapter.Save(weights, Path.Combine(folder, AdapterFolder.AdapterFile), name);
        PeftFolder.Save(weights, shape, folder, baseName);
    }
}
