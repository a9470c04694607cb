using System.CommandLine;
using ChatBot.Learning.Registry;
using ChatBot.Trainer.Jobs;
using Microsoft.Extensions.DependencyInjection;

namespace ChatBot.Trainer.Commands;

/// <summary><c>list</c>: adapters and where they stand, runs and what became of them.</summary>
internal sealed class ListVerb : IVerb
{
    public Command Describe(TrainerContext context)
    {
        var (workspace, json) = (CommonOptions.Workspace(), CommonOptions.Json());
        var command = new Command("list", "List adapters with their stages, and the runs of the trainer, the newest first.")
        {
            workspace,
            json,
        };
        command.SetAction(
            async (parsed, cancel) =>
            {
                await using var services = await context.OpenAsync(cancel);
                var name = parsed.GetValue(workspace)!;
                var adapters = await services.GetRequiredService<AdapterRegistry>().ListAsync(name, cancel);
                var history = services.GetRequiredService<RunHistory>();
                var (runs, fresh) = (await history.ListAsync(name, cancel: cancel), await history.CountNewAsync(name, cancel));
                if (parsed.GetValue(json))
                    await context.Out.WriteLineAsync(
                        WireJson.Write(
                            new
                            {
                                adapters,
                                runs,
                                newlyApproved = fresh,
                            }
                        )
                    );
                else
                    await PrintAsync(context.Out, adapters, runs, fresh);
                return CommandLine.Done;
            }
        );
        return command;
    }

    private static async Task PrintAsync(
        TextWriter output,
        IReadOnlyList<StoredAdapter> adapters,
        IReadOnlyList<RecordedRun> runs,
        long fresh
    )
    {
        await output.WriteLineAsync(adapters.Count == 0 ? "No adapters yet." : "adapters");
        foreach (var adapter in adapters)
        {
            var share = adapter.Share is { } part ? $" {part:P0}" : "";
            await output.WriteLineAsync(
                $"  {adapter.Id}  {AdapterStages.Wire(adapter.Stage)}{share}  {Day(adapter.CreatedMs)}  on {adapter.Manifest.Base.Name}"
                    + (adapter.Reason.Length > 0 ? $"  {adapter.Reason}" : "")
            );
        }
        await output.WriteLineAsync(runs.Count == 0 ? "No runs yet." : "runs");
        foreach (var run in runs)
            await output.WriteLineAsync($"  {run.Id}  {run.Status}  {Day(run.StartedMs)}  on {run.Base}  {run.Message}");
        await output.WriteLineAsync($"Newly approved or rated well since the last run: {fresh}.");
    }

    private static string Day(long milliseconds) => $"{DateTimeOffset.FromUnixTimeMilliseconds(milliseconds):yyyy-MM-dd HH:mm}";
}
