using ChatBot.Answering.Generation;
using ChatBot.Trainer.Data;

namespace ChatBot.Trainer.Tests.Publishing;

/// <summary>A data set that a test made up, in a folder of its own, with a manifest that fits.</summary>
internal static class WrittenDataset
{
    public static DatasetLine Line(string id, bool pair = false) =>
        new(
            id,
            FeedbackKind.Correction,
            "c",
            $"Question {id}?",
            "Said.",
            [new("system", "Answer."), new("user", $"Question {id}?")],
            ReplyContract.Write([new Statement("Said.", [1])]),
            "",
            "v2",
            1,
            DatasetLine.AsServed
        )
        {
            Rejected = pair ? ReplyContract.NoAnswer : null,
        };

    /// <param name="parts">Training, validation, test.</param>
    public static void Write(string folder, params DatasetLine[][] parts)
    {
        Directory.CreateDirectory(folder);
        var manifests = new SortedDictionary<DatasetPart, PartManifest>();
        foreach (var (part, lines) in Enum.GetValues<DatasetPart>().Zip(parts))
        {
            var text = string.Concat(lines.Select(line => WireJson.Write(line) + "\n"));
            File.WriteAllText(Path.Combine(folder, DatasetFiles.NameOf(part)), text);
            manifests[part] = new(DatasetFiles.NameOf(part), CanonicalText.HashOf(text), text.Length, lines.Length, 0, lines.Length, 0);
        }
        var none = new SortedDictionary<string, int>();
        var counts = new DatasetCounts(none, none, none, none, none);
        var hash = DatasetManifest.HashOf(manifests.Values);
        var manifest = new DatasetManifest(hash, "default", 1, "1", "none", new(), new(), counts, manifests);
        File.WriteAllText(Path.Combine(folder, DatasetFiles.Manifest), WireJson.Write(manifest));
    }
}
