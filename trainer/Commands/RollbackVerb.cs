using System.CommandLine;
using ChatBot.Learning.Registry;
using ChatBot.Trainer.Jobs;
using Microsoft.Extensions.DependencyInjection;

namespace ChatBot.Trainer.Commands;

/// <summary><c>rollback</c>: an adapter answers nobody any more. Works beside a running bot, which sees it at once.</summary>
internal sealed class RollbackVerb : IVerb
{
    public Command Describe(TrainerContext context)
    {
        var id = new Argument<string>("id") { Description = "As list shows it." };
        var workspace = CommonOptions.Workspace();
        var reason = new Option<string>("--reason")
        {
            Description = "Why, for the audit.",
            DefaultValueFactory = _ => "Rolled back from the command line.",
        };
        var command = new Command("rollback", "Take an adapter back: the one before it answers again, or the base.")
        {
            id,
            workspace,
            reason,
        };
        command.SetAction(
            async (parsed, cancel) =>
            {
                await using var services = await context.OpenAsync(cancel);
                var registry = services.GetRequiredService<AdapterRegistry>();
                var (name, why) = (parsed.GetValue(workspace)!, parsed.GetValue(reason)!);
                var step = await registry.RollBackAsync(name, parsed.GetValue(id)!, PromoteVerb.OnThisMachine, why, cancel);
                return await PromoteVerb.TellAsync(context, step);
            }
        );
        return command;
    }
}
