using ChatBot.Answering.Generation;
using ChatBot.Answering.Prompting;
using ChatBot.Privacy;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ChatBot.Answering.Checking;

/// <summary>A draft that the answer guard let through.</summary>
/// <param name="Rule">How it came about: <c>first</c>, <c>retry</c> or <c>extractive</c>.</param>
internal sealed record CheckedDraft(Draft Draft, string Rule);

/// <summary>
/// Stages 5 and 6 together: a draft is shown to nobody before it is checked. One that fails is written once more, knowing why;
/// then the sentences of the sources speak for themselves; then there is no answer.
/// </summary>
public sealed partial class DraftWriter(
    IAnswerGenerator generator,
    ExtractiveGenerator extractive,
    AnswerGuard guard,
    IOptions<AnswerOptions> options,
    ILogger<DraftWriter> log
)
{
    /// <returns>Null when the sources hold no answer, or none that passes.</returns>
    internal async Task<CheckedDraft?> WriteAsync(AnswerRun run, Prompt prompt, CancellationToken cancel)
    {
        var request = Request(run, prompt);
        if (generator is not ExtractiveGenerator)
        {
            try
            {
                foreach (var rule in new[] { "first", "retry" })
                {
                    var draft = await run.InStageAsync("generation", () => generator.GenerateAsync(request, cancel));
                    if (draft is null)
                        return null;
                    var verdict = run.InStage("checking", () => guard.Check(draft.Text, run.Passages, prompt));
                    if (verdict.Allowed)
                        return new CheckedDraft(draft, rule);
                    request = request with { Retry = verdict.DecidedBy };
                    DraftRefused(log, rule, verdict.DecidedBy, verdict.Score);
                }
            }
            catch (Exception fault) when (!cancel.IsCancellationRequested)
            {
                // The person still gets an answer; the people who run the bot get to know that the model did not write it.
                GeneratorFailed(log, generator.GetType().Name, FaultTrace.Of(fault));
            }
        }
        return await QuoteAsync(run, prompt, cancel);
    }

    /// <summary>The sentences of the sources speak for themselves, no model is asked.</summary>
    internal async Task<CheckedDraft?> QuoteAsync(AnswerRun run, Prompt prompt, CancellationToken cancel)
    {
        var draft = await run.InStageAsync("generation", () => extractive.GenerateAsync(Request(run, prompt), cancel));
        if (draft is null)
            return null;
        var verdict = run.InStage("checking", () => guard.Check(draft.Text, run.Passages, prompt));
        return verdict.Allowed ? new CheckedDraft(draft, "extractive") : null;
    }

    private GenerationRequest Request(AnswerRun run, Prompt prompt) => new(run.Sought, prompt, run.Passages, options.Value.MaxWords);

    [LoggerMessage(LogLevel.Information, "The {Attempt} draft was refused by rule {Rule} (score {Score:0.00}).")]
    private static partial void DraftRefused(ILogger log, string attempt, string rule, double score);

    [LoggerMessage(LogLevel.Warning, "{Generator} failed with {Fault}; the answer is quoted from the sources instead.")]
    private static partial void GeneratorFailed(ILogger log, string generator, string fault);
}
