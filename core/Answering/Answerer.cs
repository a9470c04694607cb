using ChatBot.Answering.Capping;
using ChatBot.Answering.Checking;
using ChatBot.Answering.Citing;
using ChatBot.Answering.Corrections;
using ChatBot.Answering.Guarding;
using ChatBot.Answering.Prompting;
using ChatBot.Answering.Retrieval;
using ChatBot.Privacy;
using ChatBot.Storage;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ChatBot.Answering;

/// <summary>The way of a question through the eight stages; see README.md in this folder for the diagram.</summary>
public sealed partial class Answerer(
    QuestionGuard guard,
    ICorrectionMatcher corrections,
    Retriever retriever,
    PromptWriter prompts,
    DraftWriter drafts,
    IOptions<AnswerOptions> options,
    TimeProvider time,
    ILogger<Answerer> log
)
{
    /// <summary>
    /// Answers; never throws for anything a person can type. Faults of stages end as outcome <see cref="Outcome.Failed"/>.
    /// </summary>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    /// <exception cref="System.Data.Common.DbException">The database is away: the question waits, or its person hears of it.</exception>
    public async Task<Answer> AnswerAsync(Question question, CancellationToken cancel = default)
    {
        var turn = new Turn(question, time);
        try
        {
            return await GuardAsync(turn, cancel)
                ?? await CorrectAsync(turn, cancel)
                ?? await KeepToTopicAsync(turn, cancel)
                ?? await RetrieveAsync(turn, cancel)
                ?? await WriteAsync(turn, cancel);
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception fault) when (!DatabaseOutage.Explains(fault))
        {
            StageFailed(log, turn.Stage, FaultTrace.Of(fault));
            return turn.End(
                Outcome.Failed,
                fault.GetType().Name,
                Cap(
                    "Sorry, something went wrong on my side, so I have no answer for you. Please ask again in a moment; if it "
                        + "keeps happening, tell the people who run me."
                )
            );
        }
    }

    /// <summary>1 Guarding: attacks, size; greetings get their kind answer here.</summary>
    private async Task<Answer?> GuardAsync(Turn turn, CancellationToken cancel) =>
        Reply(turn, await turn.RunAsync("guarding", () => guard.RefuseAsync(turn.Asked, cancel)));

    /// <summary>2 Corrections: what an admin approved is the answer, and on topic whatever it says.</summary>
    private async Task<Answer?> CorrectAsync(Turn turn, CancellationToken cancel)
    {
        var match = await turn.RunAsync("corrections", () => corrections.MatchAsync(turn.Question.Workspace, turn.Standalone, cancel));
        return match is null
            ? null
            : turn.End(
                Outcome.Corrected,
                "approved",
                Cap(match.Text),
                match.Similarity,
                receipt => receipt with { CorrectionId = match.CorrectionId }
            );
    }

    /// <summary>1 Guarding, its last question: the topic.</summary>
    private async Task<Answer?> KeepToTopicAsync(Turn turn, CancellationToken cancel)
    {
        var verdict = await turn.RunAsync(
            "guarding",
            () => guard.CheckTopicAsync(turn.Question.Workspace, turn.Asked, turn.Standalone, cancel)
        );
        turn.TopicScore = verdict.Score;
        return Reply(turn, verdict);
    }

    private Answer? Reply(Turn turn, GuardVerdict? verdict) =>
        verdict?.Reply is { } reply ? turn.End(verdict.ReplyOutcome, verdict.DecidedBy, Cap(reply)) : null;

    /// <summary>3 Retrieval: passages above the threshold, or an honest no.</summary>
    private async Task<Answer?> RetrieveAsync(Turn turn, CancellationToken cancel)
    {
        var retrieved = await turn.RunAsync("retrieval", () => retriever.RetrieveAsync(turn.Question.Workspace, turn.Standalone, cancel));
        turn.Passages = retrieved.Passages;
        return retrieved.Enough ? null : NoAnswer(turn, "threshold");
    }

    /// <summary>4 to 8: prompt, draft, answer guard, cap, citations.</summary>
    private async Task<Answer> WriteAsync(Turn turn, CancellationToken cancel)
    {
        var prompt = await turn.RunAsync(
            "prompting",
            () => prompts.WriteAsync(turn.Question.Workspace, turn.Question.Conversation, turn.Standalone, turn.Passages, cancel)
        );
        (turn.PromptVersion, turn.Arm) = (prompt.Version, prompt.Arm);

        var written = await drafts.WriteAsync(turn, prompt, cancel);
        if (written is null)
            return NoAnswer(turn, "no-grounded-draft");

        var capped = turn.Run("capping", () => Cap(written.Draft.Text));
        var cited = turn.Run("citing", () => Citer.Cite(capped, turn.Standalone, turn.Passages));
        return turn.End(
            Outcome.Answered,
            written.Rule,
            cited.Text,
            cited.Confidence,
            sources: cited.Sources,
            cited: cited.ChunkIds,
            fill: receipt =>
                receipt with
                {
                    Generator = written.Draft.Generator,
                    Model = written.Draft.Model,
                    Adapter = written.Draft.Adapter,
                }
        );
    }

    private Answer NoAnswer(Turn turn, string rule) => turn.End(Outcome.NoAnswer, rule, Cap(Retriever.Apology(turn.Passages)));

    private string Cap(string text) => Capper.Cap(text, options.Value.MaxWords);

    // The fault's message can carry the question's text: it stays out of the log.
    [LoggerMessage(LogLevel.Error, "Stage {Stage} failed: {Trace}")]
    private static partial void StageFailed(ILogger log, string stage, string trace);
}
