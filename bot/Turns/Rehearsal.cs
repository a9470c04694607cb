using ChatBot.Answering;
using ChatBot.Bot.Channels;
using ChatBot.Bot.Turns.Receiving;
using ChatBot.Bot.Turns.Sending;
using ChatBot.Interactions;
using ChatBot.Learning.Feedback;
using ChatBot.Storage;

namespace ChatBot.Bot.Turns;

/// <summary>
/// Stores one turn from question to delivery and takes it back, before a queue is served. A process that has just started
/// compiles these writes while it runs them; on SQLite the first one would hold the only writer for that long, and what has
/// been sent meanwhile would be sent again if the process died.
/// </summary>
public sealed class Rehearsal(
    IDatabase database,
    InteractionStore interactions,
    PreferenceStore preferences,
    Outbox outbox,
    Deliveries deliveries,
    TurnEnds ends
)
{
    private const string Nobody = "rehearsal";

    public async Task RunAsync(CancellationToken cancel)
    {
        var question = new Question("")
        {
            Workspace = Workspaces.Default,
            Channel = Nobody,
            Conversation = Nobody,
            User = Nobody,
        };
        var answer = new Answer(
            Nobody,
            "",
            Outcome.Answered,
            0,
            0,
            [],
            new Receipt
            {
                Outcome = Outcome.Answered,
                Stage = Nobody,
                Rule = Nobody,
            }
        );
        var outgoing = new Outgoing(
            Nobody,
            Workspaces.Default,
            Nobody,
            Nobody,
            "",
            new AnswerReply(answer, AskForDetails: false),
            Subjects.Answer,
            Nobody
        );
        var row = new OutboxRow
        {
            Id = Nobody,
            Workspace = Workspaces.Default,
            Channel = Nobody,
            Conversation = Nobody,
            Subject = Subjects.Answer,
        };
        try
        {
            await database.WriteAsync(
                Workspaces.Default,
                async transaction =>
                {
                    await interactions.SaveAsync(transaction, question, answer);
                    await preferences.CountAnswerAsync(transaction, Workspaces.Default, Nobody);
                    await outbox.AddAsync(transaction, outgoing);
                    await deliveries.StoreAsync(transaction, row, Nobody);
                    // there is no such turn, so this ends in a rollback
                    await ends.AnsweredAsync(transaction, new ReceivedTurn { Id = Nobody }, Nobody);
                },
                cancel
            );
        }
        catch (TurnOvertakenException)
        {
            // As it must.
        }
    }
}
