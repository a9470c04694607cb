using ChatBot.Answering.Capping;
using ChatBot.Answering.Checking;
using ChatBot.Answering.Citing;
using ChatBot.Answering.Corrections;
using ChatBot.Answering.Generation;
using ChatBot.Answering.Guarding;
using ChatBot.Answering.Inventory;
using ChatBot.Answering.Prompting;
using ChatBot.Answering.Records;
using ChatBot.Answering.Retrieval;
using ChatBot.Knowledge.Indexing;
using ChatBot.Privacy;
using ChatBot.Storage;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ChatBot.Answering;

/// <summary>The way of a question through the eight stages; see README.md in this folder for the diagram.</summary>
public sealed partial class Answerer(
    QuestionGuard guard,
    ICorrectionMatcher corrections,
    InventoryAnswers inventory,
    RecordAnswers records,
    Retriever retriever,
    OtherLanguage otherLanguage,
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
    public async Task<Answer> AnswerAsync(Question question, CancellationToken cancel = default, IAnswerWatcher? watcher = null)
    {
        var run = new AnswerRun(question, time, watcher);
        try
        {
            return await GuardAsync(run, cancel)
                ?? await CorrectAsync(run, cancel)
                ?? await ListAsync(run, cancel)
                ?? await CountAsync(run, cancel)
                ?? await KeepToTopicAsync(run, cancel)
                ?? await FindAsync(run, cancel);
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception fault) when (!DatabaseOutage.Hinders(fault))
        {
            StageFailed(log, run.Stage, FaultTrace.Of(fault));
            return run.End(
                Outcome.Failed,
                fault.GetType().Name,
                Cap(
                    "Sorry, something went wrong on my side, so I have no answer for you. Please ask again in a moment; if it "
                        + "keeps happening, tell the people who run me."
                )
            );
        }
    }

    /// <summary>
    /// Takes a question through every stage, whatever each of them decides, so that the first person's does not wait for what is
    /// made on first use. No model is asked, for that may cost money.
    /// </summary>
    /// <returns>What the documents alone would have answered.</returns>
    public async Task<Answer> RehearseAsync(Question question, CancellationToken cancel = default)
    {
        var run = new AnswerRun(question, time);
        await GuardAsync(run, cancel);
        await CorrectAsync(run, cancel);
        await ListAsync(run, cancel);
        await CountAsync(run, cancel);
        await KeepToTopicAsync(run, cancel);
        var nothing = await RetrieveAsync(run, cancel);
        var written = await WriteAsync(run, cancel, (quoted, _, token) => drafts.QuoteAsync(quoted, token));
        return nothing ?? written;
    }

    /// <summary>1 Guarding: attacks, size; greetings get their kind answer here.</summary>
    private async Task<Answer?> GuardAsync(AnswerRun run, CancellationToken cancel) =>
        Reply(run, await run.InStageAsync("guarding", () => guard.RefuseAsync(run.Asked, run.Question.Quoted, cancel)));

    /// <summary>2 Corrections: what an admin approved is the answer, and on topic whatever it says.</summary>
    private async Task<Answer?> CorrectAsync(AnswerRun run, CancellationToken cancel)
    {
        if (run.Question.WithoutCorrections)
            return null;
        var match = await run.InStageAsync("corrections", () => corrections.MatchAsync(run.Question.Workspace, run.Standalone, cancel));
        // who wants another answer has seen it
        return match is null || run.Question is { OnlyPointsBack: true, Before: { } before } && before.Says(match.Text)
            ? null
            : run.End(
                Outcome.Corrected,
                "approved",
                Cap(match.Text),
                match.Similarity,
                receipt => receipt with { CorrectionId = match.CorrectionId }
            );
    }

    /// <summary>3 Retrieval of what there is: who asks which documents there are is told so, and is on topic.</summary>
    private async Task<Answer?> ListAsync(AnswerRun run, CancellationToken cancel) =>
        await run.InStageAsync("inventory", () => inventory.AnswerAsync(run.Question, run.Asked, cancel)) switch
        {
            null => null,
            "" => run.End(Outcome.NoAnswer, "inventory:empty", Cap("I have no documents yet, so I cannot answer questions about any.")),
            var list => run.End(Outcome.Answered, "inventory", Cap(list), 1, receipt => receipt with { Generator = "inventory" }),
        };

    /// <summary>3 Retrieval of rows: what is asked of imported tables is counted, not searched for, and on topic.</summary>
    private async Task<Answer?> CountAsync(AnswerRun run, CancellationToken cancel) =>
        Counted(run, await run.InStageAsync("records", () => records.AnswerAsync(run.Question, cancel)));

    private Answer? Counted(AnswerRun run, RecordReply? reply) =>
        reply is null
            ? null
            : run.End(
                reply.Outcome,
                reply.Rule,
                Cap(reply.Text),
                reply.Outcome == Outcome.Answered ? 1 : 0,
                receipt => receipt with { Generator = "records", Records = reply.Query, StandaloneQuestion = reply.Question },
                reply.Source is null ? [] : [reply.Source]
            ) with
            {
                Choices = reply.Choices,
            };

    /// <summary>1 Guarding, its last question: the topic.</summary>
    private async Task<Answer?> KeepToTopicAsync(AnswerRun run, CancellationToken cancel)
    {
        var verdict = await run.InStageAsync(
            "guarding",
            () =>
                guard.CheckTopicAsync(
                    run.Question.Workspace,
                    run.Question.OnlyPointsBack ? run.Standalone : run.Asked,
                    run.Standalone,
                    cancel
                )
        );
        run.TopicScore = verdict.Score;
        if (verdict.Reply is { } refusal && await otherLanguage.NothingFoundAsync(run.Question.Workspace, run.Asked, cancel) is { } foreign)
            verdict = verdict with { Reply = $"{foreign}\n\n{refusal}" };
        return Reply(run, verdict);
    }

    private Answer? Reply(AnswerRun run, GuardVerdict? verdict) =>
        verdict?.Reply is { } reply ? run.End(verdict.ReplyOutcome, verdict.DecidedBy, Cap(reply)) : null;

    /// <summary>
    /// 3 to 8. A question that points back is searched for on the page that was spoken of and then everywhere, one that stands on its own
    /// the other way round; what would give the same answer twice in a row is left out.
    /// </summary>
    private async Task<Answer> FindAsync(AnswerRun run, CancellationToken cancel)
    {
        var question = run.Question;
        if (question.WantsOther)
            run.Without = question.Before?.Shown;
        var page =
            question.FollowUp == FollowUp.Brief || question.FollowUp is FollowUp.None or FollowUp.Refers && run.Asked.Content.Count > 0
                ? question.Page
                : null;
        var answer = await SeekAsync(run, question.FollowUp == FollowUp.None ? null : page, cancel);
        if (page is not null && answer.Outcome == Outcome.NoAnswer)
            answer = await SeekAsync(run, question.FollowUp == FollowUp.None ? page : null, cancel);
        if (question.Before is not { } before || question.FollowUp == FollowUp.Brief)
            return answer;
        if (run.Without is null && answer.Outcome == Outcome.Answered && before.Says(answer.Text))
        {
            var shown = run.Passages;
            run.Without = before.Shown;
            answer = await SeekAsync(run, run.Within, cancel);
            if ((answer.Outcome != Outcome.Answered || before.Says(answer.Text)) && OwnWords.Sentence(shown, run.Asked) is { } sentence)
            {
                run.Passages = shown;
                return Quote(run, sentence);
            }
        }
        return run.Without is not null && (answer.Outcome != Outcome.Answered || before.Says(answer.Text))
            ? run.End(
                Outcome.NoAnswer,
                "nothing-else",
                Cap("I have found nothing about that beyond what I said before. Please ask in other words, or name the part that you mean.")
            )
            : answer;
    }

    private async Task<Answer> SeekAsync(AnswerRun run, PageOf? within, CancellationToken cancel)
    {
        run.Within = within;
        return await RetrieveAsync(run, cancel)
            ?? await WriteAsync(
                run,
                cancel,
                run.Question.WithoutModel ? (quoted, _, token) => drafts.QuoteAsync(quoted, token) : drafts.WriteAsync
            );
    }

    /// <summary>3 Retrieval: passages above the threshold, or an honest no.</summary>
    private async Task<Answer?> RetrieveAsync(AnswerRun run, CancellationToken cancel)
    {
        var retrieved = await run.InStageAsync(
            "retrieval",
            () => retriever.RetrieveAsync(run.Question.Workspace, run.Sought, cancel, run.Without, run.Within)
        );
        run.Passages = run.Question switch
        {
            { FollowUp: FollowUp.Example } => retrieved.WithCode(),
            { FollowUp: FollowUp.Brief, Before: { } before } when run.Within is not null => retrieved.Of(before.Shown),
            _ => retrieved.Passages,
        };
        return retrieved.Enough ? null : await NoAnswerAsync(run, "threshold", cancel);
    }

    /// <summary>4 to 8: prompt, draft, answer guard, cap, citations.</summary>
    private async Task<Answer> WriteAsync(
        AnswerRun run,
        CancellationToken cancel,
        Func<AnswerRun, PromptVersion, CancellationToken, Task<CheckedDraft?>> draft
    )
    {
        var version = await run.InStageAsync(
            "prompting",
            () => prompts.VersionAsync(run.Question.Workspace, run.Question.Conversation, cancel)
        );
        (run.PromptVersion, run.Arm) = (version.Id, version.Arm);

        var written = await draft(run, version, cancel);
        if (written is null)
            return await NoAnswerAsync(run, "no-grounded-draft", cancel);

        var capped = run.InStage(
            "capping",
            () => run.Question.FollowUp == FollowUp.Brief ? Cap(FirstSentence.Of(written.Draft.Text)) : Cap(written.Draft.Text)
        );
        var cited = run.InStage("citing", () => Citer.Cite(capped, run.Sought, run.Passages));
        return run.End(
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

    /// <summary>The one sentence of what was shown that the new words are about.</summary>
    private Answer Quote(AnswerRun run, string sentence)
    {
        var cited = Citer.Cite(Cap(sentence), run.Sought, run.Passages);
        return run.End(
            Outcome.Answered,
            "sentence",
            cited.Text,
            cited.Confidence,
            sources: cited.Sources,
            cited: cited.ChunkIds,
            fill: receipt => receipt with { Generator = ExtractiveGenerator.Name }
        );
    }

    private async Task<Answer> NoAnswerAsync(AnswerRun run, string rule, CancellationToken cancel)
    {
        if (Counted(run, await records.AfterAllAsync(run.Question, cancel)) is { } partly)
            return partly;
        var closest = retriever.Closest(run.Passages);
        var said = await otherLanguage.NothingFoundAsync(run.Question.Workspace, run.Asked, cancel) ?? Retriever.Apology(closest);
        return run.End(Outcome.NoAnswer, rule, Cap(said), sources: closest);
    }

    private string Cap(string text) => Capper.Cap(text, options.Value.MaxWords);

    // The fault's message can carry the question's text: it stays out of the log.
    [LoggerMessage(LogLevel.Error, "Stage {Stage} failed: {Trace}")]
    private static partial void StageFailed(ILogger log, string stage, string trace);
}
