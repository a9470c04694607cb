using System.CommandLine;
using ChatBot.Trainer.Jobs;
using Microsoft.Extensions.DependencyInjection;

namespace ChatBot.Trainer.Commands;

/// <summary><c>watch</c>: trains by itself, until it is stopped.</summary>
internal sealed class WatchVerb : IVerb
{
    public Command Describe(TrainerContext context)
    {
        var workspace = new Option<string?>("--workspace") { Description = "One workspace; without it all." };
        var file = CommonOptions.Base();
        var command = new Command(
            "watch",
            "Train by itself when enough was newly approved (Training:NewlyApproved), or by a cron line (Training:Cron), until stopped."
        )
        {
            workspace,
            file,
        };
        command.SetAction(
            async (parsed, cancel) =>
            {
                await using var services = await context.OpenAsync(cancel);
                var basePath = CommonOptions.BaseOf(services, parsed.GetValue(file));
                var watch = services.GetRequiredService<TrainingWatch>();
                try
                {
                    await watch.RunAsync(parsed.GetValue(workspace), basePath, new JobProgress(context.Error), cancel);
                }
                catch (OperationCanceledException) when (cancel.IsCancellationRequested)
                {
                    // stopped, as said
                }
                return CommandLine.Done;
            }
        );
        return command;
    }
}
