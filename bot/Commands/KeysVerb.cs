using System.CommandLine;
using ChatBot.Bot.Access;
using ChatBot.Bot.Access.Keys;
using ChatBot.Learning.Audit;
using ChatBot.Starting;
using ChatBot.Storage;

namespace ChatBot.Bot.Commands;

/// <summary><c>keys</c>: who may ask, review and administer from elsewhere. Works beside a running server, which sees it at once.</summary>
internal sealed class KeysVerb : IVerb
{
    private static readonly Auditor OnThisMachine = new("command-line", "command line");

    public Command Describe(CommandContext context) =>
        new("keys", "Make, list and revoke the keys that open the bot to programs and people elsewhere.")
        {
            Make(context),
            List(context),
            Revoke(context),
        };

    private static Command Make(CommandContext context)
    {
        var name = new Option<string>("--name") { Description = "What the key is for.", Required = true };
        var role = new Option<string>("--role")
        {
            Description = "asker (asks and rates), reviewer (decides corrections too) or admin (everything).",
            DefaultValueFactory = _ => Roles.Asker,
        };
        var workspace = new Option<string>("--workspace")
        {
            Description = "The workspace that it opens.",
            DefaultValueFactory = _ => Workspaces.Default,
        };
        var command = new Command("make", "Make a key and print it. It is shown this once.") { name, role, workspace };
        command.SetAction(
            async (parsed, cancel) =>
            {
                var (named, given, opened) = (parsed.GetValue(name)!, parsed.GetValue(role)!, parsed.GetValue(workspace)!);
                if (ApiKeys.FaultOf(named, given) is { } fault)
                    throw new UsageException(fault.Message());
                if (opened is "" or Workspaces.All)
                    throw new UsageException("--workspace must be one workspace.");
                await using var services = await context.OpenAsync(cancel: cancel);
                var (made, key) = await KeysOf(services).MakeAsync(opened, named.Trim(), given, OnThisMachine, cancel);
                await context.Error.WriteLineAsync($"Key {made.Id}: {made.Role} in {made.Workspace}. Keep it; it is not shown again.");
                await context.Out.WriteLineAsync(key);
                return CommandLine.Done;
            }
        );
        return command;
    }

    private static Command List(CommandContext context)
    {
        var command = new Command("list", "List the keys of all workspaces, the newest first.");
        command.SetAction(
            async (_, cancel) =>
            {
                await using var services = await context.OpenAsync(cancel: cancel);
                foreach (var key in await KeysOf(services).ListAsync(Workspaces.All, cancel))
                    await context.Out.WriteLineAsync(
                        $"{key.Id}  {key.Role, -8}  {key.Workspace}  {key.Name}  made {key.Created:yyyy-MM-dd}  "
                            + (
                                key.Revoked is { } ended ? $"revoked {ended:yyyy-MM-dd}"
                                : key.LastUsed is { } used ? $"used {used:yyyy-MM-dd HH:mm}"
                                : "never used"
                            )
                    );
                return CommandLine.Done;
            }
        );
        return command;
    }

    private static Command Revoke(CommandContext context)
    {
        var id = new Argument<string>("id") { Description = "As keys list shows it." };
        var command = new Command("revoke", "End a key at once, and the sessions that were opened with it.") { id };
        command.SetAction(
            async (parsed, cancel) =>
            {
                await using var services = await context.OpenAsync(cancel: cancel);
                if (!await KeysOf(services).RevokeAsync(Workspaces.All, parsed.GetValue(id)!, OnThisMachine, cancel))
                    throw new UsageException($"There is no key {parsed.GetValue(id)}, or it is revoked already.");
                await context.Out.WriteLineAsync($"Key {parsed.GetValue(id)} opens nothing any more.");
                return CommandLine.Done;
            }
        );
        return command;
    }

    private static ApiKeys KeysOf(IServiceProvider services) => ActivatorUtilities.CreateInstance<ApiKeys>(services);
}
