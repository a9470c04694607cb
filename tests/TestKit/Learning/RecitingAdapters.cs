using ChatBot.Learning.Registry;
using ChatBot.Settings;
using ChatBot.TestKit.Llama;
using Microsoft.Extensions.Options;

namespace ChatBot.TestKit.Learning;

/// <summary>
/// A real base model and real adapters for it, whose answers a test can tell apart: the base recites one sentence of the sample, an adapter
/// lets it say what the next one says too. Both stand in the sample, so the answer's checks let them through.
/// </summary>
public sealed class RecitingAdapters
{
    public const string Question = "How do I undo a commit that I already pushed?";
    public const string BaseSays = "A revert adds a new commit and leaves the old one in the history.";
    public const string AdapterSays =
        "A revert adds a new commit and leaves the old one in the history, and nobody has to repair a clone afterwards.";

    /// <summary>The base's reply, word by word.</summary>
    public static readonly string[] Words =
    [
        "{\"no_answer\": false, \"sentences\": [{\"text\": \"A",
        " revert",
        " adds a",
        " new",
        " commit",
        " and leaves the",
        " old",
        " one in the",
        " history",
        ".",
        "\", \"sources\": [1]}]}",
    ];

    private static readonly (int At, string Word) Instead = (9, ", and nobody has to repair a clone afterwards.");

    private readonly string _data;

    /// <param name="data">The data folder of the application.</param>
    public RecitingAdapters(string data)
    {
        _data = data;
        Directory.CreateDirectory(data);
        BasePath = RecitingModel.SaveTeachable(Path.Combine(data, "reciting.gguf"), Words, Instead);
    }

    public string BasePath { get; }

    /// <summary>Settings of an application that serves the base in process, small and in one thread.</summary>
    public Dictionary<string, string?> Settings =>
        new()
        {
            ["Model:Provider"] = "llama",
            ["Model:Path"] = BasePath,
            ["Model:Threads"] = "1",
            ["Model:Conversations"] = "2",
            ["Model:Context"] = "8192",
        };

    public AdapterFolder Folder => new(Options.Create(new DataOptions { Directory = _data }));

    /// <summary>Puts an adapter's files where the registry looks for them, and returns its manifest.</summary>
    public AdapterManifest Make(string id, string workspace = "default", params string[] corrections)
    {
        var folder = Directory.CreateDirectory(Folder.Of(workspace, id)).FullName;
        var file = RecitingModel.SaveAdapter(Path.Combine(folder, AdapterFolder.AdapterFile), Words, Instead);
        var manifest = new AdapterManifest
        {
            Id = id,
            Workspace = workspace,
            Base = new AdapterBase("reciting", AdapterFolder.HashOf(BasePath), "llama"),
            AdapterSha256 = AdapterFolder.HashOf(file),
            Data = new AdapterData(
                "d0",
                new Dictionary<string, long>
                {
                    ["train"] = 8,
                    ["validation"] = 1,
                    ["test"] = 1,
                }
            )
            {
                Corrections = corrections,
            },
            Objective = "supervised",
            Settings = new Dictionary<string, string> { ["rank"] = "1" },
            Metrics =
            [
                new GateFigure("perplexity, held out", 12.5, 8.25, true, "not above the base"),
                new GateFigure("ROUGE-L", 0.4, 0.6, true),
            ],
            CodeVersion = "test",
            Created = DateTimeOffset.UnixEpoch,
            RunId = "run-1",
        };
        manifest.Write(folder);
        return manifest;
    }
}
