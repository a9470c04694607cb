using ChatBot.Settings;
using Microsoft.Extensions.Options;

namespace ChatBot.Trainer.Jobs;

/// <summary>
/// Where a run's files lie: <c>training/{workspace}/{id}/</c> in the data folder, readable by this account alone. <c>data</c> holds
/// what was
/// read, redacted, and goes with the end of the run; checkpoints, curves and events stay in <c>steps</c>.
/// </summary>
internal sealed class RunFolder(IOptions<DataOptions> data)
{
    public string Of(string workspace, string id) =>
        Path.Combine(data.Value.PathOf("training"), "of-" + Uri.EscapeDataString(workspace), id);

    public string DataOf(string workspace, string id) => Path.Combine(Of(workspace, id), "data");

    public string StepsOf(string workspace, string id) => Path.Combine(Of(workspace, id), "steps");

    /// <summary>Deletes what was read from people, and the checkpoints, which nobody goes on from any more.</summary>
    public void Close(string workspace, string id)
    {
        if (DataOf(workspace, id) is var read && Directory.Exists(read))
            Directory.Delete(read, recursive: true);
        if (StepsOf(workspace, id) is var steps && Directory.Exists(steps))
            foreach (var checkpoint in Directory.EnumerateFiles(steps, "*.safetensors", SearchOption.AllDirectories))
                File.Delete(checkpoint);
    }
}
