using System.CommandLine;
using ChatBot.Privacy;

namespace ChatBot.Bot.Commands;

/// <summary><c>redact FILE</c>: prints text, or JSONL with a <c>text</c> field, without personal data.</summary>
internal sealed class RedactVerb : IVerb
{
    public Command Describe(CommandContext context)
    {
        var file = new Argument<string>("FILE") { Description = "A text file, or JSONL with a \"text\" field a line." };
        var json = new Option<bool>("--json")
        {
            Description = "A JSON object a line: {\"text\", \"spans\": [{\"kind\", \"start\", \"end\"}]}.",
        };
        var command = new Command("redact", "Print a file with personal data replaced by its kind.") { file, json };
        command.SetAction((parsed, cancel) => RunAsync(context, parsed.GetValue(file)!, parsed.GetValue(json), cancel));
        return command;
    }

    private static async Task<int> RunAsync(CommandContext context, string file, bool json, CancellationToken cancel)
    {
        await using var services = context.Build();
        await services.GetRequiredService<RedactFile>().RunAsync(file, context.Out, json, cancel);
        return CommandLine.Done;
    }
}
