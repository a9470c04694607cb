using System.Data.Common;
using ChatBot.Answering;
using ChatBot.Privacy;
using ChatBot.Storage;
using Microsoft.Extensions.Options;

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
    IOptions<AnswerOptions> options,
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
        var answer = await AnswerAndStoreAsync(question, alongside, cancel, watcher);
        telemetry.Answered(activity, question, answer);
        return answer;
    }

    /// <summary>
    /// Takes a question through every stage, and then the way that anybody's takes, into the tables and out of them again: what is made on
    /// first use is made, and nothing stays.
    /// </summary>
    /// <returns>What the documents alone answer.</returns>
    public async Task<Answer> RehearseAsync(Question question, CancellationToken cancel = default)
    {
        await answerer.RehearseAsync(question, cancel);
        Answer? answered = null;
        try
        {
            await AnswerAndStoreAsync(
                question with
                {
                    WithoutModel = true,
                },
                (_, answer) =>
                {
                    answered = answer;
                    throw new TakenBackException();
                },
                cancel
            );
        }
        catch (TakenBackException)
        {
            // As it must.
        }
        return answered!;
    }

    private async Task<Answer> AnswerAndStoreAsync(
        Question question,
        Func<DbTransaction, Answer, Task>? alongside,
        CancellationToken cancel,
        IAnswerWatcher? watcher = null
    )
    {
        var answer = StorableChoices.Of(stillReading.Say(await AnswerAsync(QuotedMessage.Part(question), cancel, watcher)), redactor);
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
        return answer;
    }

    private async Task<Answer> AnswerAsync(Question question, CancellationToken cancel, IAnswerWatcher? watcher)
    {
        var history =
            question.Conversation.Length == 0
                ? []
                : await interactions.RecentAsync(question.Workspace, question.Channel, question.Conversation, ContextTurns, cancel);
        if (ListedQuestions.In(question.Text) is not { } listed)
            return await AnswerAsync(question, history, cancel, watcher);
        var quoted = question.Quoted.Length > 0 ? question.Quoted : listed.Before;
        var answers = new List<Answer>();
        foreach (var asked in listed.Questions)
        {
            var part = question with { Text = asked, Quoted = quoted };
            // what is said of one of them is not yet the answer
            var answer = await AnswerAsync(part, history, cancel, watcher is null ? null : new StagesOnly(watcher));
            answers.Add(answer);
            // "2. For how many days?" speaks of the first
            history = [.. history, new Exchange(asked, answer.Text, answer.Outcome) { Standalone = answer.Receipt.StandaloneQuestion }];
        }
        return AnswersTogether.Of(listed.Questions, answers, options.Value.MaxWords, time);
    }

    /// <summary>One question, with what its conversation says it means.</summary>
    private async Task<Answer> AnswerAsync(
        Question question,
        IReadOnlyList<Exchange> history,
        CancellationToken cancel,
        IAnswerWatcher? watcher
    )
    {
        var completed =
            question is { Conversation: "", Quoted: "" } && history.Count == 0
                ? question
                : FollowUps.Complete(question, history, time.GetUtcNow());
        var answer = await answerer.AnswerAsync(completed, cancel, watcher);
        return answer.Outcome == Outcome.NoAnswer && QuotedMessage.Wider(completed) is { } wider
            ? await answerer.AnswerAsync(wider, cancel, watcher)
            : answer;
    }

    /// <summary>The receipt repeats the question as it was completed.</summary>
    private Answer Redacted(Answer answer) => answer with { Receipt = Redacted(answer.Receipt) };

    private Receipt Redacted(Receipt receipt) =>
        receipt is { StandaloneQuestion: null, Parts: null }
            ? receipt
            : receipt with
            {
                StandaloneQuestion = receipt.StandaloneQuestion is { } standalone ? redactor.Redact(standalone).Text : null,
                Parts = receipt.Parts is { } parts ? [.. parts.Select(Redacted)] : null,
            };

    private sealed class TakenBackException : Exception;

    private sealed class StagesOnly(IAnswerWatcher watcher) : IAnswerWatcher
    {
        public void Begins(string stage) => watcher.Begins(stage);

        public void Says(string sentence) { }
    }
}
