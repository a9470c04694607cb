using System.Data.Common;
using ChatBot.Bot.Channels;
using ChatBot.Bot.Turns.Sending;
using ChatBot.Learning.Audit;
using ChatBot.Learning.Registry;
using ChatBot.Storage;

namespace ChatBot.Bot.Turns.Receiving;

/// <summary>
/// Answers a question twice and stores the pair together with what <paramref name="alongside"/> stores; or says in one line why there is
/// none, and stores nothing.
/// </summary>
public delegate Task<(AnswerPair? Pair, string Fault)> AskPair(
    string workspace,
    string question,
    Auditor by,
    Func<DbTransaction, AnswerPair, Task> alongside,
    CancellationToken cancel
);

/// <summary>A turn that wants two answers to compare: the pair, what shows it and the end of the turn are one transaction.</summary>
public sealed class PairTurns(IDatabase database, TurnEnds ends, Outbox outbox, AskPair ask)
{
    public async Task AnswerAsync(ReceivedTurn turn, ChannelMessage message, CancellationToken cancel)
    {
        var (pair, fault) = await ask(
            message.Workspace,
            message.Text,
            message.User,
            (transaction, pair) => EndAsync(transaction, turn, message, new PairReply(pair.Id), Subjects.Pair, pair.Id),
            cancel
        );
        if (pair is null)
            await database.WriteAsync(
                Workspaces.All,
                transaction => EndAsync(transaction, turn, message, new NoticeReply(fault), Subjects.Notice, ""),
                cancel
            );
    }

    private async Task EndAsync(
        DbTransaction transaction,
        ReceivedTurn turn,
        ChannelMessage message,
        Reply reply,
        string subject,
        string subjectId
    )
    {
        var begun = await ends.AnsweredAsync(transaction, turn, interaction: null);
        await outbox.AddAsync(transaction, Outgoing.To(message, reply) with { Subject = subject, SubjectId = subjectId, Begun = begun });
    }
}
