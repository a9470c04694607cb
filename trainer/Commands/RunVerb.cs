using System.CommandLine;
using ChatBot.Learning.Registry;
using ChatBot.Trainer.Jobs;
using Microsoft.Extensions.DependencyInjection;

namespace ChatBot.Trainer.Commands;

/// <summary><c>run</c>: from what was approved to a candidate, once.</summary>
internal sealed class RunVerb : IVerb
{
    public Command Describe(TrainerContext context)
    {
        var (workspace, file) = (CommonOptions.Workspace(), CommonOptions.Base());
        var command = new Command(
            "run",
            "Train an adapter on what was approved, measure it, and register it as a candidate. A run that was killed goes on where it was."
        )
        {
            workspace,
            file,
        };
        command.SetAction((parsed, cancel) => RunAsync(context, parsed.GetValue(workspace)!, parsed.GetValue(file), cancel));
        return command;
    }

    private static async Task<int> RunAsync(TrainerContext context, string workspace, string? file, CancellationToken cancel)
    {
        await using var services = await context.OpenAsync(cancel);
        var basePath = CommonOptions.BaseOf(services, file);
        var job = services.GetRequiredService<TrainingJob>();
        var result = await job.RunAsync(workspace, basePath, new JobProgress(context.Error), cancel);
        if (result.Report is { } report)
            await context.Out.WriteLineAsync(report.ToMarkdown());
        await (result.Status == RunStatus.Registered ? context.Out : context.Error).WriteLineAsync(result.Message);
        return result.Status == RunStatus.Registered ? CommandLine.Done : CommandLine.Failed;
    }
}
