using System.Data.Common;
using System.Security.Cryptography;
using ChatBot.Answering;
using ChatBot.Bot.Channels;
using ChatBot.Bot.Turns.Announcing;
using ChatBot.Bot.Turns.Queues;
using ChatBot.Bot.Turns.Sending;
using ChatBot.Learning.Feedback;
using ChatBot.Privacy;
using ChatBot.Storage;
using Microsoft.Extensions.Options;

namespace ChatBot.Bot.Turns.Receiving;

/// <summary>Answers a question and stores the turn together with what <paramref name="alongside"/> stores, or neither.</summary>
public delegate Task<Answer> Ask(
    Question question,
    Func<DbTransaction, Answer, Task>? alongside,
    CancellationToken cancel,
    IAnswerWatcher? watcher = null
);

/// <summary>
/// Takes messages out of the inbox, has them answered, and puts the replies into the outbox. The answer, the reply and the
/// end of the turn are one transaction: a crash before it leaves the turn to be taken again, after it nothing to be done.
/// </summary>
public sealed partial class TurnWorker(
    IDatabase database,
    Instance instance,
    TurnEnds ends,
    TurnSeal seal,
    Outbox outbox,
    Ask ask,
    PairTurns pairs,
    IEnumerable<IChannel> channels,
    AdminAnnouncements announcements,
    PreferenceStore preferences,
    Rehearsal rehearsal,
    InboxWakeUp wake,
    OutboxWakeUp sending,
    IOptions<TurnsOptions> options,
    TimeProvider time,
    ILogger<TurnWorker> log
)
    : QueueService<ReceivedTurn>(
        new QueueTable("inbox", database, instance, time, options.Value.Lease),
        wake,
        rehearsal,
        options.Value,
        options.Value.Answering,
        time,
        log
    )
{
    private const string Failure =
        "I could not answer this: something went wrong on my side. The admins have been told. Please ask again later.";

    private readonly Dictionary<string, IChannel> _channels = channels.ToDictionary(channel => channel.Name);

    protected override async Task WorkAsync(ReceivedTurn turn, CancellationToken cancel)
    {
        if (Read(turn) is not { } message)
        {
            Unreadable(turn.Id);
            await database.WriteAsync(Workspaces.All, transaction => ends.DeadAsync(transaction, turn, "sealed with another key"), cancel);
            return;
        }
        try
        {
            if (turn.Attempts > options.Value.CrashAttempts)
                await GiveUpAsync(turn, message, "the process ended during every attempt");
            else if (message.Prepared is { } prepared)
                await database.WriteAsync(
                    Workspaces.All,
                    async transaction =>
                    {
                        await ends.AnsweredAsync(transaction, turn, interaction: null);
                        await outbox.AddAsync(transaction, Outgoing.To(message, prepared));
                    },
                    cancel
                );
            else
                await AnswerAsync(turn, message, cancel);
            sending.Set();
        }
        catch (TurnOvertakenException)
        {
            await Table.ReleaseAsync(turn.Id, TimeSpan.Zero, counts: false);
            if (await ends.WithdrawnAsync(turn, cancel) is { } begun)
                await DiscardAsync(message, begun);
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            await Table.ReleaseAsync(turn.Id, TimeSpan.Zero, counts: false);
        }
        catch (Exception fault)
        {
            await FailAsync(turn, message, fault);
        }
    }

    /// <summary>Null where it was sealed with a key that is gone: nobody can answer it, nor say so to whoever asked.</summary>
    private ChannelMessage? Read(ReceivedTurn turn)
    {
        try
        {
            return seal.OpenMessage(turn.Workspace, turn.Message);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private async Task AnswerAsync(ReceivedTurn turn, ChannelMessage message, CancellationToken cancel)
    {
        var display = Display(turn, message);
        try
        {
            if (message.WantsPair)
                await pairs.AnswerAsync(turn, message, cancel); // the person sees that something is done, and neither answer before both
            else
                await AskAsync(turn, message, display, cancel);
        }
        finally
        {
            display?.End();
        }
    }

    private async Task AskAsync(ReceivedTurn turn, ChannelMessage message, ProgressDisplay? display, CancellationToken cancel)
    {
        var question = new Question(message.Text)
        {
            Workspace = message.Workspace,
            Channel = message.Channel,
            Conversation = message.Conversation,
            User = message.User,
            Quoted = message.Quoted,
        };
        await ask(
            question,
            async (transaction, answer) =>
            {
                var earlier = message.Kind == MessageKind.Edited ? await outbox.SupersedeAsync(transaction, message) : null;
                var begun = await ends.AnsweredAsync(transaction, turn, answer.InteractionId);
                await outbox.AddAsync(
                    transaction,
                    Outgoing.To(
                        message,
                        new AnswerReply(answer, await AskForDetailsAsync(transaction, message, answer)),
                        answer.InteractionId
                    ) with
                    {
                        Updates = earlier,
                        Begun = begun,
                    }
                );
            },
            cancel,
            display
        );
    }

    /// <summary>
    /// After every few answers that say something. An answer to an edited question is the same turn again and does not count.
    /// </summary>
    private async Task<bool> AskForDetailsAsync(DbTransaction transaction, ChannelMessage message, Answer answer) =>
        message.Kind == MessageKind.Asked
        && message.User.Length > 0
        && answer.Outcome is (Outcome.Answered or Outcome.Corrected)
        && await preferences.CountAnswerAsync(transaction, message.Workspace, message.User);

    /// <summary>Shows the person how their answer comes about, beside the turn. Only one attempt begins a message.</summary>
    private ProgressDisplay? Display(ReceivedTurn turn, ChannelMessage message)
    {
        var mayBegin = turn.Begun is null && message is { Kind: MessageKind.Asked, WantsPair: false };
        if (!_channels.TryGetValue(message.Channel, out var channel) || channel.Watch(message, mayBegin) is not { } progress)
            return null;
        var display = new ProgressDisplay(
            progress,
            options.Value,
            begun => ends.BegunAsync(turn, begun),
            begun => DiscardAsync(message, begun),
            fault => ProgressFailed(FaultTrace.Of(fault), message.Channel),
            Time
        );
        _ = display.RunAsync();
        return display;
    }

    private async Task DiscardAsync(ChannelMessage message, string begun)
    {
        using var limit = new CancellationTokenSource(options.Value.SendTimeout, Time);
        try
        {
            if (_channels.TryGetValue(message.Channel, out var channel))
                await channel.DiscardAsync(message, begun, limit.Token);
        }
        catch (Exception fault)
        {
            ProgressFailed(FaultTrace.Of(fault), message.Channel);
        }
    }

    private async Task FailAsync(ReceivedTurn turn, ChannelMessage message, Exception fault)
    {
        AnsweringFailed(FaultTrace.Of(fault), turn.Id, turn.Attempts);
        if (DatabaseOutage.Hinders(fault))
            await Table.ReleaseAsync(turn.Id, options.Value.FirstPause, counts: false, fault.GetType().Name); // nothing was tried
        else if (turn.Attempts < options.Value.AnswerAttempts)
            await Table.ReleaseAsync(turn.Id, Pauses.After(turn.Attempts, options.Value), counts: true, fault.GetType().Name);
        else
            await GiveUpAsync(turn, message, fault.GetType().Name);
        sending.Set();
    }

    /// <summary>The person gets an honest failure, the admins a dead letter.</summary>
    private async Task GiveUpAsync(ReceivedTurn turn, ChannelMessage message, string error)
    {
        var admins = await announcements.AddressesAsync(message.Workspace, CancellationToken.None);
        await database.WriteAsync(
            Workspaces.All,
            async transaction =>
            {
                var begun = await ends.DeadAsync(transaction, turn, error);
                await outbox.AddAsync(transaction, Outgoing.To(message, new NoticeReply(Failure)) with { Begun = begun });
                await announcements.AddAsync(
                    transaction,
                    message.Workspace,
                    admins,
                    new NoticeReply($"A message in {message.Channel} could not be answered ({error}). It is kept as dead letter {turn.Id}.")
                );
            }
        );
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Turn {Turn} failed, attempt {Attempt}: {Trace}")]
    private partial void AnsweringFailed(string trace, string turn, int attempt);

    [LoggerMessage(
        Level = LogLevel.Error,
        Message = "Turn {Turn} was sealed with another pseudonym key and became a dead letter: restore the key, then send it again"
    )]
    private partial void Unreadable(string turn);

    [LoggerMessage(Level = LogLevel.Debug, Message = "Showing progress in {Channel} failed: {Trace}")]
    private partial void ProgressFailed(string trace, string channel);
}
