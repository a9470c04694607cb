using ChatBot.Answering.Generation;
using ChatBot.Answering.Prompting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ChatBot.Answering.Checking;

/// <summary>
/// A model's draft, checked sentence by sentence: a short prompt first; the full one, with what was wrong, where too little was left and as
/// much time remains as the first took.
/// </summary>
public sealed partial class ModelDrafts(
    IAnswerGenerator generator,
    PromptWriter prompts,
    StatementCheck check,
    IOptions<AnswerOptions> options,
    TimeProvider time,
    ILogger<ModelDrafts> log
)
{
    /// <summary>How asking ended: a draft that passed, word that the sources hold no answer, or neither.</summary>
    /// <param name="Faults">What was wrong, for the model to mend.</param>
    internal sealed record Result(CheckedDraft? Draft, bool NoAnswer, IReadOnlyList<string> Faults);

    internal async Task<Result> WriteAsync(AnswerRun run, PromptVersion version, CancellationToken cancel)
    {
        var started = time.GetTimestamp();
        var request = new GenerationRequest(run.Sought, run.Passages, options.Value.MaxWords)
        {
            Prompt = run.InStage("prompting", () => prompts.Write(version, run.Sought, run.Passages)),
            Person = run.Question.User,
            Adapter = run.Adapter?.Name,
            Deadline = run.ModelDeadline,
        };
        var first = await AskAsync(run, request, "first", cancel);
        if (first.Draft is not null || first.NoAnswer || time.GetElapsedTime(started) > run.ModelDeadline - time.GetUtcNow())
            return first;
        var full = await run.InStageAsync(
            "prompting",
            () => prompts.WriteFullyAsync(run.Question.Workspace, version, run.Sought, run.Passages, cancel)
        );
        return await AskAsync(run, request with { Prompt = full, Faults = first.Faults }, "repair", cancel);
    }

    private async Task<Result> AskAsync(AnswerRun run, GenerationRequest request, string rule, CancellationToken cancel)
    {
        var watcher = run.WasSeen ? null : run.Watcher;
        var page = new CheckedPage(check, watcher, request);
        try
        {
            if (watcher is not null)
                request = request with { Written = statement => page.AddAsync([statement], cancel) };
            // a model that does not listen when it is told to stop is left alone
            var draft = await run.InStageAsync("generation", () => generator.GenerateAsync(request, cancel).WaitAsync(cancel));
            if (draft is null)
                return new Result(null, NoAnswer: true, []);
            if (watcher is null)
                await run.InStageAsync("checking", () => page.AddAsync(draft.Statements, cancel));
            if (page.IsEnough)
                return new Result(new CheckedDraft(draft with { Text = page.Text, Statements = page.Kept }, rule), NoAnswer: false, []);
        }
        catch (MalformedDraftException fault)
        {
            DraftRefused(log, rule, "structure");
            return new Result(null, NoAnswer: false, [fault.Message]);
        }
        finally
        {
            run.WasSeen |= page.WasSeen;
        }
        DraftRefused(log, rule, string.Join(", ", page.Rules));
        return new Result(null, NoAnswer: false, page.Faults);
    }

    [LoggerMessage(LogLevel.Information, "The {Attempt} draft was refused by rule {Rule}.")]
    private static partial void DraftRefused(ILogger log, string attempt, string rule);
}
