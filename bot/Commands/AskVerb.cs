using System.CommandLine;
using ChatBot.Answering;
using ChatBot.Bot.Channels.Web.Api;
using ChatBot.Bot.Channels.Web.Local;
using ChatBot.Bot.Hosting.Indexing;
using ChatBot.Interactions;

namespace ChatBot.Bot.Commands;

/// <summary><c>ask "…"</c>: one question, one answer, the same way as through every other door.</summary>
internal sealed class AskVerb : IVerb
{
    public Command Describe(CommandContext context)
    {
        var question = new Argument<string[]>("question")
        {
            Description = "What you want to know. Quotes keep the shell from reading ?, * or ' in it.",
            Arity = ArgumentArity.OneOrMore,
        };
        var json = new Option<bool>("--json") { Description = "Print the answer with its receipt as JSON, the same as POST /api/ask." };
        var command = new Command(
            "ask",
            "Answer one question from the indexed documents. A bot that runs on the same data folder is asked, unless this command has "
                + "settings that it has not."
        )
        {
            question,
            json,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(question)?.FirstOrDefault(word => word.StartsWith("--", StringComparison.Ordinal)) is { } option)
                result.AddError($"ask has no option {option}. Where it is part of the question, put all of the question into quotes.");
        });
        command.SetAction(
            (parsed, cancel) => RunAsync(context, string.Join(' ', parsed.GetValue(question)!), parsed.GetValue(json), cancel)
        );
        return command;
    }

    private static async Task<int> RunAsync(CommandContext context, string question, bool json, CancellationToken cancel)
    {
        if (await RunningBotClient.AskAsync(context.Settings, question, cancel) is not var (text, answer))
        {
            answer = await AnswerAsync(context, question, cancel);
            text = json ? WireJson.Write(answer) : "";
        }
        if (json)
            await context.Out.WriteLineAsync(text);
        else
            await PrintAsync(context.Out, answer);
        return answer.Outcome == Outcome.Failed ? CommandLine.Failed : CommandLine.Done;
    }

    private static async Task<AskResponse> AnswerAsync(CommandContext context, string question, CancellationToken cancel)
    {
        await using var services = await context.OpenAsync(cancel: cancel);
        await services.GetRequiredService<SampleKnowledge>().IndexAsync(cancel: cancel);
        return AskResponse.Of(
            await services.GetRequiredService<Asking>().AskAsync(new Question(question) { Channel = LocalAsking.Channel }, cancel: cancel)
        );
    }

    internal static async Task PrintAsync(TextWriter output, AskResponse answer)
    {
        await output.WriteLineAsync(AlignedTables.In(answer.Answer));
        if (answer.Sources.Count > 0)
            await output.WriteLineAsync();
        if (answer.Certainty is { } certainty)
            await output.WriteLineAsync(Certainties.Words(certainty));
        foreach (var source in answer.Sources)
            await output.WriteLineAsync($"[{source.Number}] {source.Title} — {source.Uri} ({source.Similarity:0.00})");
        foreach (var choice in answer.Choices ?? [])
            await output.WriteLineAsync($"{OfferedChoices.InWords} {choice.Question}");
    }
}
