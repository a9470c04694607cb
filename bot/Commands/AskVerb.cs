using System.CommandLine;
using ChatBot.Answering;
using ChatBot.Bot.Hosting.Indexing;
using ChatBot.Interactions;

namespace ChatBot.Bot.Commands;

/// <summary><c>ask "…"</c>: one question, one answer, the same way as through every other door.</summary>
internal sealed class AskVerb : IVerb
{
    public Command Describe(CommandContext context)
    {
        var question = new Argument<string>("question") { Description = "What you want to know." };
        var json = new Option<bool>("--json") { Description = "Print the answer with its receipt as JSON, as POST /api/ask does." };
        var command = new Command("ask", "Answer one question from the indexed documents.") { question, json };
        command.SetAction((parsed, cancel) => RunAsync(context, parsed.GetValue(question)!, parsed.GetValue(json), cancel));
        return command;
    }

    private static async Task<int> RunAsync(CommandContext context, string question, bool json, CancellationToken cancel)
    {
        await using var services = await context.OpenAsync(cancel: cancel);
        await services.GetRequiredService<SampleKnowledge>().IndexAsync(cancel: cancel);
        var answer = await services.GetRequiredService<Asking>().AskAsync(new Question(question) { Channel = "cli" }, cancel: cancel);
        if (json)
            await context.Out.WriteLineAsync(WireJson.Write(answer));
        else
            await PrintAsync(context.Out, answer);
        return answer.Outcome == Outcome.Failed ? CommandLine.Failed : CommandLine.Done;
    }

    internal static async Task PrintAsync(TextWriter output, Answer answer)
    {
        await output.WriteLineAsync(AlignedTables.In(answer.Text));
        if (answer.Sources.Count > 0)
            await output.WriteLineAsync();
        if (Certainties.Of(answer) is { } certainty)
            await output.WriteLineAsync(Certainties.Words(certainty));
        foreach (var source in answer.Sources)
            await output.WriteLineAsync($"[{source.Number}] {source.Title} — {source.Uri} ({source.Similarity:0.00})");
        foreach (var choice in OfferedChoices.Of(answer))
            await output.WriteLineAsync($"{OfferedChoices.InWords} {choice.Question}");
    }
}
