using System.CommandLine;
using ChatBot.Bot.Channels.Teams.Packaging;
using ChatBot.Starting;

namespace ChatBot.Bot.Commands;

/// <summary><c>manifest</c>: what a platform's administrator uploads to install the bot.</summary>
internal sealed class ManifestVerb : IVerb
{
    public Command Describe(CommandContext context) => new("manifest", "Make the app package of a platform.") { Teams(context) };

    private static Command Teams(CommandContext context)
    {
        var appId = new Option<string>("--app-id") { Description = "The bot's Entra application id.", Required = true };
        var output = new Option<FileInfo>("--out")
        {
            Description = "Where to write the package.",
            DefaultValueFactory = _ => new FileInfo("chatbot-teams.zip"),
        };
        var url = new Option<string>("--url")
        {
            Description = "An https page about the bot, shown as its website.",
            DefaultValueFactory = _ => "https://www.example.com/",
        };
        var company = new Option<string>("--company")
        {
            Description = "Who is named as the developer.",
            DefaultValueFactory = _ => "Your company",
        };
        var command = new Command("teams", "Make the app package for Microsoft Teams: manifest and icons in a zip.")
        {
            appId,
            output,
            url,
            company,
        };
        command.SetAction(
            (parsed, cancel) =>
                WriteAsync(
                    context,
                    parsed.GetValue(appId)!,
                    parsed.GetValue(url)!,
                    parsed.GetValue(company)!,
                    parsed.GetValue(output)!,
                    cancel
                )
        );
        return command;
    }

    private static async Task<int> WriteAsync(
        CommandContext context,
        string appId,
        string url,
        string company,
        FileInfo output,
        CancellationToken cancel
    )
    {
        if (!Guid.TryParse(appId, out var id))
            throw new UsageException($"--app-id {appId} is not an application id (a GUID).");
        if (!Uri.TryCreate(url, UriKind.Absolute, out var page))
            throw new UsageException("--url must be an https address.");
        var package = new TeamsPackage(id, page, company);
        if (package.Fault() is { } fault)
            throw new UsageException(fault);
        await using (var file = output.Create())
            package.Write(file);
        await context.Out.WriteLineAsync($"{output.FullName}: upload it in Teams under Apps, Manage your apps, Upload an app.");
        return CommandLine.Done;
    }
}
