using System.Data.Common;
using ChatBot.Answering;
using ChatBot.Privacy;
using ChatBot.Storage;

namespace ChatBot.Interactions;

/// <summary>
/// What every front door calls: completes the question with its conversation, has it answered, and stores the redacted turn
/// together with whatever the caller must store with it.
/// </summary>
public sealed class Asking(
    Answerer answerer,
    StillReading stillReading,
    InteractionStore interactions,
    Redactor redactor,
    IDatabase database,
    AskingTelemetry telemetry,
    TimeProvider time
)
{
    /// <summary>Earlier turns that a follow-up may refer to.</summary>
    private const int ContextTurns = 4;

    /// <param name="watcher">Hears what happens meanwhile; null for nobody.</param>
    /// <param name="alongside">Runs in the transaction that stores the turn: the reply is queued, or the turn is not stored.</param>
    public async Task<Answer> AskAsync(
        Question question,
        Func<DbTransaction, Answer, Task>? alongside = null,
        CancellationToken cancel = default,
        IAnswerWatcher? watcher = null
    )
    {
        using var activity = telemetry.Start(question);
        var answer = stillReading.Say(await answerer.AnswerAsync(await CompleteAsync(question, cancel), cancel, watcher));
        // not while the writer is held
        var (stored, receipted) = (question with { Text = redactor.Redact(question.Text).Text }, Redacted(answer));
        await database.WriteAsync(
            question.Workspace,
            async transaction =>
            {
                await interactions.SaveAsync(transaction, stored, receipted, cancel);
                if (alongside is not null)
                    await alongside(transaction, answer);
            },
            cancel
        );
        telemetry.Answered(activity, question, answer);
        return answer;
    }

    /// <summary>The question with what its conversation says it means.</summary>
    private async Task<Question> CompleteAsync(Question question, CancellationToken cancel)
    {
        if (question.Conversation.Length == 0)
            return question;
        var history = await interactions.RecentAsync(question.Workspace, question.Channel, question.Conversation, ContextTurns, cancel);
        return FollowUps.Complete(question, history, time.GetUtcNow());
    }

    /// <summary>The receipt repeats the question as it was completed.</summary>
    private Answer Redacted(Answer answer) =>
        answer.Receipt.StandaloneQuestion is { } standalone
            ? answer with
            {
                Receipt = answer.Receipt with { StandaloneQuestion = redactor.Redact(standalone).Text },
            }
            : answer;
}
