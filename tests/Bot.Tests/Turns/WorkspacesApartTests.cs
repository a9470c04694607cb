using ChatBot.Bot.Channels;
using ChatBot.Bot.Turns.Queues;
using ChatBot.Bot.Turns.Receiving;
using ChatBot.Bot.Turns.Sending;
using ChatBot.Bot.Turns.Undelivered;
using ChatBot.Storage;
using ChatBot.TestKit;
using ChatBot.TestKit.Turns;
using Dapper;

namespace ChatBot.Bot.Tests.Turns;

/// <summary>
/// The rows of another workspace are the same in every column but their own: what a statement finds of them, it finds for want of its
/// filter.
/// </summary>
public sealed class WorkspacesApartTests : IAsyncLifetime
{
    private const string Other = "other";
    private const string Channel = "recording";

    private TurnsDriver _turns = null!;

    public async Task InitializeAsync() => _turns = await TurnsDriver.CreateAsync();

    public async Task DisposeAsync() => await _turns.DisposeAsync();

    [Fact]
    public async Task Deliveries_are_found_in_their_own_workspace_only()
    {
        await AddDeliveryAsync(Other);
        var deliveries = _turns.Get<Deliveries>();
        Assert.Equal((0, 0), await FoundAsync());
        await AddDeliveryAsync(Workspaces.Default);
        Assert.Equal((6, 2), await FoundAsync());

        async Task<(int Questions, int Rows)> FoundAsync()
        {
            var rows = await _turns.Database.WriteAsync(
                Workspaces.All,
                transaction => deliveries.AboutAsync(transaction, Workspaces.Default, Subjects.Answer, "a1")
            );
            var answers = await deliveries.AnswersInAsync(Workspaces.Default, Channel, "m1");
            bool[] found =
            [
                await deliveries.FindAsync(Workspaces.Default, Channel, "c1", "m1") is not null,
                await deliveries.LatestAnswerAsync(Workspaces.Default, Channel, "c1", "u1") is not null,
                await deliveries.TakesPartInAsync(Workspaces.Default, Channel, "c1"),
                await deliveries.HasAnsweredAsync(Workspaces.Default, Channel, "c1"),
                await deliveries.StandsInAsync(Workspaces.Default, Channel, "c1", "a1"),
                await _turns.Get<Underway>().ResolveAsync(Workspaces.Default, Underway.Mark + "d-default") is not null
                    || await _turns.Get<Underway>().ResolveAsync(Workspaces.Default, Underway.Mark + "d-other") is not null,
            ];
            return (found.Count(yes => yes), rows.Count + answers.Count);
        }
    }

    [Fact]
    public async Task What_is_on_its_way_elsewhere_counts_for_nothing_here()
    {
        await AddOutgoingAsync(Other, claimant: "somebody");
        var (deliveries, time) = (_turns.Get<Deliveries>(), new SteppingTime());

        Assert.False(await deliveries.TakesPartInAsync(Workspaces.Default, Channel, "c1"));
        Assert.False(await deliveries.StandsInAsync(Workspaces.Default, Channel, "c1", "a1"));
        Assert.Empty(
            await InTransactionAsync(transaction => deliveries.AboutAsync(transaction, Workspaces.Default, Subjects.Answer, "a1"))
        );
        await new Underway(_turns.Database, _turns.Get<TurnSeal>(), time).SettledAsync(Workspaces.Default, Channel, "c1");
        Assert.Empty(time.Waits);

        await AddOutgoingAsync(Workspaces.Default, claimant: "somebody");
        Assert.True(await deliveries.TakesPartInAsync(Workspaces.Default, Channel, "c1"));
        Assert.True(await deliveries.StandsInAsync(Workspaces.Default, Channel, "c1", "a1"));
        Assert.Single(
            await InTransactionAsync(transaction => deliveries.AboutAsync(transaction, Workspaces.Default, Subjects.Answer, "a1"))
        );
    }

    [Fact]
    public async Task What_waits_elsewhere_is_neither_held_nor_taken_back_here()
    {
        await AddOutgoingAsync(Other);
        var outbox = _turns.Get<Outbox>();

        Assert.Empty(await InTransactionAsync(transaction => outbox.HoldAsync(transaction, Workspaces.Default, Subjects.Answer, "a1")));
        Assert.Equal(
            0,
            await InTransactionAsync(transaction => outbox.CancelAsync(transaction, Workspaces.Default, Subjects.Answer, "a1"))
        );

        await AddOutgoingAsync(Workspaces.Default);
        Assert.Single(await InTransactionAsync(transaction => outbox.HoldAsync(transaction, Workspaces.Default, Subjects.Answer, "a1")));
        Assert.Equal(
            1,
            await InTransactionAsync(transaction => outbox.CancelAsync(transaction, Workspaces.Default, Subjects.Answer, "a1"))
        );
        Assert.Equal(1, await _turns.CountAsync("select count(*) from outbox where workspace = 'other' and state = 'open'"));
    }

    [Fact]
    public async Task An_edit_or_a_deletion_here_leaves_the_message_elsewhere_as_it_is()
    {
        await AddReceivedAsync(Other);
        var message = _turns.Message("new words", id: "m1");

        Assert.Equal(Received.Ignored, await _turns.ReceiveAsync(message with { Kind = MessageKind.Edited, EventId = "e1" }));
        Assert.Equal(Received.Ignored, await _turns.ReceiveAsync(message with { Kind = MessageKind.Withdrawn, EventId = "e2" }));

        Assert.Equal(1, await _turns.CountAsync("select count(*) from inbox where state = 'open' and revision = 0"));
    }

    [Fact]
    public async Task A_question_that_was_answered_elsewhere_only_is_not_asked_anew_here()
    {
        await AddReceivedAsync(Other, interaction: "a1");
        var edited = _turns.Message("new words", id: "m1") with { Kind = MessageKind.Edited, EventId = "e1" };

        Assert.Equal(Received.Ignored, await _turns.ReceiveAsync(edited));

        await AddReceivedAsync(Workspaces.Default, interaction: "a1");
        Assert.Equal(Received.Accepted, await _turns.ReceiveAsync(edited));
    }

    [Fact]
    public async Task A_new_answer_takes_the_old_ones_message_over_here_and_not_elsewhere()
    {
        await AddDeliveryAsync(Other);
        await AddDeliveryAsync(Workspaces.Default);
        var row = new OutboxRow
        {
            Id = "o1",
            Workspace = Workspaces.Default,
            Channel = Channel,
            Conversation = _turns.Get<TurnSeal>().KeyOf(Workspaces.Default, Channel, "c1"),
            Updates = "m1",
            Subject = Subjects.Answer,
            Subject_Id = "a2",
        };

        await _turns.Get<Deliveries>().SentAsync(row, messageId: null);

        Assert.Equal(1, await _turns.CountAsync("select count(*) from deliveries where workspace = 'default' and subject_id = 'a2'"));
        Assert.Equal(1, await _turns.CountAsync("select count(*) from deliveries where workspace = 'other' and subject_id = 'a1'"));
    }

    [Fact]
    public async Task An_answer_elsewhere_is_not_replaced_by_one_to_an_edited_question_here()
    {
        await AddReceivedAsync(Other, interaction: "a1");
        await AddReceivedAsync(Workspaces.Default, interaction: "a1");
        await AddOutgoingAsync(Other);
        await AddDeliveryAsync(Other);

        var stands = await InTransactionAsync(transaction =>
            _turns.Get<Outbox>().SupersedeAsync(transaction, _turns.Message("new words", id: "m1"))
        );

        Assert.Null(stands);
        Assert.Equal(1, await _turns.CountAsync("select count(*) from outbox where state = 'open'"));
    }

    [Theory]
    [InlineData("inbox")]
    [InlineData("outbox")]
    public async Task A_dead_letter_is_seen_sent_again_and_dropped_in_its_own_workspace_only(string queue)
    {
        var letters = _turns.Get<DeadLetters>();
        await (queue == "inbox" ? AddReceivedAsync(Other, state: "dead") : AddOutgoingAsync(Other, state: "dead"));
        var letter = Assert.Single(await letters.ListAsync(Other));
        Assert.Equal((queue, Other), (letter.Queue, letter.Workspace));

        Assert.Empty(await letters.ListAsync(Workspaces.Default));
        Assert.False(await letters.ResendAsync(Workspaces.Default, letter.Id));
        Assert.False(await letters.DropAsync(Workspaces.Default, letter.Id));
        Assert.True(await letters.ResendAsync(Other, letter.Id));
        Assert.False(await letters.DropAsync(Other, letter.Id)); // it is open again
        await _turns.Database.WriteAsync(
            Workspaces.All,
            transaction =>
                transaction.Connection!.ExecuteAsync($"update {queue} set state = 'dead', finished = 1", transaction: transaction)
        );
        Assert.True(await letters.DropAsync(Other, letter.Id));
        Assert.Equal(0, await _turns.CountAsync($"select count(*) from {queue}"));
    }

    private Task<T> InTransactionAsync<T>(Func<System.Data.Common.DbTransaction, Task<T>> work) =>
        _turns.Database.WriteAsync(Workspaces.All, work);

    private Task AddDeliveryAsync(string workspace) =>
        AddAsync(
            """
            insert into deliveries (id, workspace, channel, conversation, user_id, address, message_id, subject, subject_id, sent)
            values ('d-' || @workspace, @workspace, 'recording', @Conversation, 'u1', '{}', 'm1', 'answer', 'a1', 0)
            """,
            workspace
        );

    private Task AddOutgoingAsync(string workspace, string? claimant = null, string state = "open") =>
        AddAsync(
            """
            insert into outbox (id, workspace, channel, conversation, user_id, ordinal, address, reply, subject, subject_id, state, ready,
                created, claimant, finished)
            values ('o-' || @workspace, @workspace, 'recording', @Conversation, 'u1', 1, '{}', '{}', 'answer', 'a1', @state, 0, 0,
                @claimant, case @state when 'dead' then 1 end)
            """,
            workspace,
            claimant,
            state
        );

    private Task AddReceivedAsync(string workspace, string? interaction = null, string state = "open") =>
        AddAsync(
            """
            insert into inbox (id, workspace, channel, event_id, conversation, user_id, message_id, ordinal, message, state, ready, created,
                interaction_id, finished)
            values ('i-' || @workspace, @workspace, 'recording', 'e0', @Conversation, 'u1', 'm1', 1, @Message, @state, 0, 0, @interaction,
                case when @state = 'dead' or @interaction is not null then 1 end)
            """,
            workspace,
            state: state,
            interaction: interaction
        );

    /// <summary>Under the pseudonym that the conversation has in the default workspace.</summary>
    private Task AddAsync(string sql, string workspace, string? claimant = null, string? state = null, string? interaction = null) =>
        _turns.Database.WriteAsync(
            Workspaces.All,
            transaction =>
                transaction.Connection!.ExecuteAsync(
                    sql,
                    new
                    {
                        workspace,
                        claimant,
                        state,
                        interaction,
                        Conversation = _turns.Get<TurnSeal>().KeyOf(Workspaces.Default, Channel, "c1"),
                        Message = _turns.Get<TurnSeal>().Close(_turns.Message("words", id: "m1") with { Workspace = workspace }),
                    },
                    transaction
                )
        );
}
