using System.CommandLine;
using ChatBot.Learning.Audit;
using ChatBot.Learning.Registry;
using ChatBot.Starting;
using ChatBot.Trainer.Jobs;
using Microsoft.Extensions.DependencyInjection;

namespace ChatBot.Trainer.Commands;

/// <summary><c>promote</c>: one step on. Works beside a running bot, which sees it at once.</summary>
internal sealed class PromoteVerb : IVerb
{
    internal static readonly Auditor OnThisMachine = new("command-line", "command line");

    public Command Describe(TrainerContext context)
    {
        var id = new Argument<string>("id") { Description = "As list shows it." };
        var workspace = CommonOptions.Workspace();
        var to = new Option<string?>("--to") { Description = "staging, canary or production; without it the next stage." };
        var share = new Option<double?>("--share")
        {
            Description = "Share of conversations that a canary answers, between 0 and 1; without it Rollout:CanaryShare.",
        };
        var command = new Command("promote", "Move an adapter on: candidate, staging, canary, production.") { id, workspace, to, share };
        command.SetAction(
            async (parsed, cancel) =>
            {
                await using var services = await context.OpenAsync(cancel);
                var registry = services.GetRequiredService<AdapterRegistry>();
                var name = parsed.GetValue(workspace)!;
                var adapter =
                    await registry.FindAsync(name, parsed.GetValue(id)!, cancel)
                    ?? throw new UsageException($"There is no adapter {parsed.GetValue(id)} in workspace {name}; see list.");
                var step = await registry.PromoteAsync(
                    name,
                    adapter.Id,
                    StageOf(parsed.GetValue(to), adapter),
                    OnThisMachine,
                    parsed.GetValue(share),
                    cancel: cancel
                );
                return await TellAsync(context, step);
            }
        );
        return command;
    }

    /// <summary>What became of it, in a line.</summary>
    internal static async Task<int> TellAsync(TrainerContext context, AdapterStep step)
    {
        if (step.Adapter is not { } moved)
        {
            await context.Error.WriteLineAsync(step.Message);
            return CommandLine.Failed;
        }
        await context.Out.WriteLineAsync(
            $"{moved.Id} is {AdapterStages.Wire(moved.Stage)} now."
                + (step.Instead is { } instead ? $" Answers come from {(instead == "base" ? "the base" : instead)} again." : "")
        );
        return CommandLine.Done;
    }

    private static AdapterStage StageOf(string? given, StoredAdapter adapter) =>
        given is null
            ? Enum.GetValues<AdapterStage>()
                .Where(stage => AdapterStages.Follows(adapter.Stage, stage))
                .Cast<AdapterStage?>()
                .FirstOrDefault()
                ?? throw new UsageException($"{adapter.Id} is {AdapterStages.Wire(adapter.Stage)}: no stage follows.")
            : AdapterStages.Read(given) ?? throw new UsageException($"--to is staging, canary or production, not {given}.");
}
