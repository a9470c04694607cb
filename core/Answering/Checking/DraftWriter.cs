using ChatBot.Answering.Generation;
using ChatBot.Answering.Prompting;
using ChatBot.Answering.Reuse;
using ChatBot.Models;
using ChatBot.Privacy;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ChatBot.Answering.Checking;

/// <summary>A draft that the checks let through.</summary>
/// <param name="Rule">How it came about: <c>first</c>, <c>repair</c>, <c>reused</c> or <c>extractive</c>.</param>
internal sealed record CheckedDraft(Draft Draft, string Rule);

/// <summary>
/// Stages 4 to 6 together: what a model wrote and the checks let through, now or for the same question before; else the sources speak for
/// themselves; else there is no answer. A model has <c>Model:Timeout</c> for all of it, trying again included.
/// </summary>
public sealed partial class DraftWriter(
    IAnswerGenerator generator,
    IAdapterChoice adapters,
    ModelDrafts drafts,
    ExtractiveGenerator extractive,
    AnswerReuse reuse,
    IOptions<AnswerOptions> options,
    IOptions<ModelOptions> model,
    TimeProvider time,
    ILogger<DraftWriter> log
)
{
    /// <returns>Null when the sources hold no answer, or none that passes.</returns>
    internal async Task<CheckedDraft?> WriteAsync(AnswerRun run, PromptVersion version, CancellationToken cancel)
    {
        if (generator is ExtractiveGenerator)
            return await QuoteAsync(run, cancel);
        if (!run.CameToModel)
            run.Adapter = await run.InStageAsync("generation", () => AdapterAsync(run.Question, cancel));
        run.CameToModel = true;
        var again = run.Without is null; // else another answer is wanted than the one before
        if (again && reuse.Find(run.Question.Workspace, version, run.Adapter, run.Sought, run.Passages) is { } kept)
            return new CheckedDraft(kept with { Text = DraftText.Of(kept.Statements) }, "reused");
        run.ModelDeadline ??= time.GetUtcNow() + model.Value.Timeout;
        var left = run.ModelDeadline.Value - time.GetUtcNow();
        if (left <= TimeSpan.Zero)
            return await QuoteAsync(run, cancel);
        var ticket = reuse.Ticket(run.Question.Workspace);
        using var deadline = new CancellationTokenSource(left, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancel, deadline.Token);
        try
        {
            var written = await drafts.WriteAsync(run, version, either.Token);
            if (written.NoAnswer)
                return null;
            if (again && written.Draft is { Draft: var passed })
                reuse.Keep(ticket, version, run.Adapter, run.Sought, run.Passages, passed);
            return written.Draft ?? await QuoteAsync(run, cancel);
        }
        catch (Exception fault) when (!cancel.IsCancellationRequested)
        {
            // The person still gets an answer; the people who run the bot get to know that the model did not write it.
            if (deadline.IsCancellationRequested || fault is ModelException { Fault: ModelFault.TimedOut })
                TooSlow(log, model.Value.Timeout.TotalSeconds);
            else if (fault is ModelException known)
                ModelGaveNothing(log, known.Fault); // the model itself says more, once
            else
                GeneratorFailed(log, generator.GetType().Name, FaultTrace.Of(fault));
            return await QuoteAsync(run, cancel);
        }
    }

    private Task<AdapterUse?> AdapterAsync(Question question, CancellationToken cancel) =>
        question.Adapter switch
        {
            null => adapters.ForAsync(question.Workspace, question.Conversation, cancel),
            AdapterUse.Base => Task.FromResult<AdapterUse?>(null),
            { } id => adapters.NamedAsync(question.Workspace, id, cancel),
        };

    /// <summary>The sentences of the sources speak for themselves, no model is asked.</summary>
    internal async Task<CheckedDraft?> QuoteAsync(AnswerRun run, CancellationToken cancel)
    {
        var request = new GenerationRequest(run.Sought, run.Passages, options.Value.MaxWords);
        var draft = await run.InStageAsync("generation", () => extractive.GenerateAsync(request, cancel));
        return draft is null ? null : new CheckedDraft(draft, ExtractiveGenerator.Name);
    }

    [LoggerMessage(
        LogLevel.Information,
        "The model wrote no answer within {Seconds} s (Model:Timeout); it is quoted from the sources instead."
    )]
    private static partial void TooSlow(ILogger log, double seconds);

    [LoggerMessage(LogLevel.Information, "The model gave nothing ({Fault}); the answer is quoted from the sources instead.")]
    private static partial void ModelGaveNothing(ILogger log, ModelFault fault);

    [LoggerMessage(LogLevel.Warning, "{Generator} failed with {Fault}; the answer is quoted from the sources instead.")]
    private static partial void GeneratorFailed(ILogger log, string generator, string fault);
}
