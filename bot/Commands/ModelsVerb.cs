using System.CommandLine;
using ChatBot.Models.Llama;

namespace ChatBot.Bot.Commands;

/// <summary><c>models inspect FILE</c>: what a model file is, and what it computes for a prompt, as one JSON object.</summary>
internal sealed class ModelsVerb : IVerb
{
    public Command Describe(CommandContext context)
    {
        var file = new Argument<string>("FILE") { Description = "A GGUF file." };
        var prompt = new Option<string?>("--prompt")
        {
            Description =
                "Text to continue, taken as it is: prints its token ids, the logits behind it, 32 likeliest tokens and the speed.",
        };
        var adapter = new Option<string?>("--adapter") { Description = "A LoRA adapter (a GGUF file) to compute with." };
        var inspect = new Command("inspect", "Show what a model file is, and try it.") { file, prompt, adapter };
        inspect.SetAction(
            (parsed, cancel) => InspectAsync(context, parsed.GetValue(file)!, parsed.GetValue(prompt), parsed.GetValue(adapter), cancel)
        );
        return new Command("models", "Look at models.") { inspect };
    }

    private static async Task<int> InspectAsync(
        CommandContext context,
        string file,
        string? prompt,
        string? adapter,
        CancellationToken cancel
    )
    {
        var found = await Task.Run(() => ModelInspection.Of(file, prompt, adapter, TimeProvider.System, cancel), cancel);
        await context.Out.WriteLineAsync(WireJson.Write(found));
        return CommandLine.Done;
    }
}
