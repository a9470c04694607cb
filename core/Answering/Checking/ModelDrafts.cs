using ChatBot.Answering.Generation;
using ChatBot.Answering.Prompting;
using ChatBot.Models;
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
    IOptions<ModelOptions> model,
    TimeProvider time,
    ILogger<ModelDrafts> log
)
{
    /// <summary>How asking ended: a draft that passed, word that the sources hold no answer, or neither.</summary>
    /// <param name="Faults">What was wrong, for the model to mend.</param>
    /// <param name="WasSeen">Whether who watches has seen a beginning.</param>
    internal sealed record Result(CheckedDraft? Draft, bool NoAnswer, IReadOnlyList<string> Faults, bool WasSeen);

    internal async Task<Result> WriteAsync(AnswerRun run, PromptVersion version, CancellationToken cancel)
    {
        var started = time.GetTimestamp();
        var request = new GenerationRequest(run.Sought, run.Passages, options.Value.MaxWords)
        {
            Prompt = run.InStage("prompting", () => prompts.Write(version, run.Sought, run.Passages)),
            Person = run.Question.User,
            Deadline = time.GetUtcNow() + model.Value.Timeout,
        };
        var first = await AskAsync(run, request, "first", run.Watcher, cancel);
        if (first.Draft is not null || first.NoAnswer || time.GetElapsedTime(started) > model.Value.Timeout / 2)
            return first;
        var full = await run.InStageAsync(
            "prompting",
            () => prompts.WriteFullyAsync(run.Question.Workspace, version, run.Sought, run.Passages, cancel)
        );
        // who has seen a beginning waits for the answer that counts
        return await AskAsync(
            run,
            request with
            {
                Prompt = full,
                Faults = first.Faults,
            },
            "repair",
            first.WasSeen ? null : run.Watcher,
            cancel
        );
    }

    private async Task<Result> AskAsync(
        AnswerRun run,
        GenerationRequest request,
        string rule,
        IAnswerWatcher? watcher,
        CancellationToken cancel
    )
    {
        var page = new CheckedPage(check, watcher, request);
        try
        {
            if (watcher is not null)
                request = request with { Written = statement => page.AddAsync([statement], cancel) };
            // a model that does not listen when it is told to stop is left alone
            var draft = await run.InStageAsync("generation", () => generator.GenerateAsync(request, cancel).WaitAsync(cancel));
            if (draft is null)
                return new Result(null, NoAnswer: true, [], page.WasSeen);
            if (watcher is null)
                await run.InStageAsync("checking", () => page.AddAsync(draft.Statements, cancel));
            if (page.IsEnough)
                return new Result(
                    new CheckedDraft(draft with { Text = page.Text, Statements = page.Kept }, rule),
                    NoAnswer: false,
                    [],
                    page.WasSeen
                );
        }
        catch (MalformedDraftException fault)
        {
            DraftRefused(log, rule, "structure");
            return new Result(null, NoAnswer: false, [fault.Message], page.WasSeen);
        }
        DraftRefused(log, rule, string.Join(", ", page.Rules));
        return new Result(null, NoAnswer: false, page.Faults, page.WasSeen);
    }

    [LoggerMessage(LogLevel.Information, "The {Attempt} draft was refused by rule {Rule}.")]
    private static partial void DraftRefused(ILogger log, string attempt, string rule);
}
