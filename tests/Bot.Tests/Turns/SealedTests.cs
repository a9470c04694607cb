using ChatBot.Bot.Channels;
using ChatBot.Bot.Turns.Queues;
using ChatBot.Bot.Turns.Receiving;
using ChatBot.Bot.Turns.Sending;
using ChatBot.Privacy;
using ChatBot.Storage;
using ChatBot.TestKit.Turns;
using Dapper;
using Microsoft.Extensions.DependencyInjection;

namespace ChatBot.Bot.Tests.Turns;

/// <summary>What the tables of the turns show to whoever reads the database, and that the program still reads it.</summary>
public sealed class SealedTests
{
    private const string Conversation = "C77:ask:U0DISTINCT";
    private const string Address = """{"user":"U0DISTINCT"}""";

    [Fact]
    public async Task A_message_that_waits_shows_neither_its_words_nor_who_sent_it()
    {
        await using var turns = await TurnsDriver.CreateAsync();
        await turns.ReceiveAsync(
            turns.Message("my card is 4111 1111 1111 1111", Conversation, "m1") with
            {
                EventId = "Ev|U0DISTINCT",
                Address = Address,
            }
        );

        await AssertNowhereAsync(turns, "4111", "U0DISTINCT");
    }

    [Fact]
    public async Task An_answer_goes_where_it_was_asked_and_leaves_no_platform_id_behind()
    {
        await using var turns = await TurnsDriver.CreateAsync();
        await turns.StartAsync();

        await turns.ReceiveAsync(turns.Message("hello", Conversation) with { Address = Address });
        var reply = (await turns.Channel.WaitForAsync(1))[0];

        Assert.Equal((Conversation, Address, "re: hello"), (reply.Conversation, reply.Address, TurnsDriver.Words(reply)));
        await UntilAsync(async () => await turns.CountAsync("select count(*) from deliveries") == 1);
        var found = await turns.Get<Deliveries>().LatestAnswerAsync(Workspaces.Default, turns.Channel.Name, Conversation, "user1");
        Assert.Equal((Conversation, Address), (found!.Conversation, found.Address));
        await AssertNowhereAsync(turns, "U0DISTINCT");
    }

    [Fact]
    public async Task Rows_of_an_older_version_are_answered_delivered_found_again_and_sealed()
    {
        await using var turns = await TurnsDriver.CreateAsync();
        var waiting = turns.Message("asked before the upgrade", Conversation, "m1") with { EventId = "Ev1", Address = Address };
        await AddInClearAsync(turns, waiting);

        await turns.Get<RowUpgrades>().RunAsync();

        await AssertNowhereAsync(turns, "U0DISTINCT", "asked before", "replied before");
        Assert.Equal(Received.Duplicate, await turns.ReceiveAsync(waiting));
        var known = await turns.Get<KnownConversations>().FindAsync(Workspaces.Default, waiting.Channel, Conversation);
        Assert.Equal(new ConversationAddress(Conversation, Address), known);
        Assert.NotNull(await turns.Get<Deliveries>().FindAsync(Workspaces.Default, waiting.Channel, Conversation, "d1"));
        await turns.StartAsync();
        var replies = await turns.Channel.WaitForAsync(2);
        Assert.Equal(["replied before", "re: asked before the upgrade"], replies.Select(TurnsDriver.Words));
        Assert.All(replies, reply => Assert.Equal((Conversation, Address), (reply.Conversation, reply.Address)));
    }

    [Fact]
    public async Task Of_two_workspaces_that_know_a_conversation_by_one_name_each_keeps_its_own()
    {
        await using var turns = await TurnsDriver.CreateAsync();
        await turns.Database.WriteAsync(
            Workspaces.All,
            transaction =>
                transaction.Connection!.ExecuteAsync(
                    """
                    insert into known_conversations (workspace, channel, conversation, address, seen)
                        values ('default', 'c', 'one', 'here', 0), ('other', 'c', 'one', 'there', 0)
                    """,
                    transaction: transaction
                )
        );

        await turns.Get<RowUpgrades>().RunAsync();

        var known = turns.Get<KnownConversations>();
        Assert.Equal(new ConversationAddress("one", "here"), await known.FindAsync(Workspaces.Default, "c", "one"));
        Assert.Equal(new ConversationAddress("one", "there"), await known.FindAsync("other", "c", "one"));
    }

    /// <summary>An older instance may still write while this one serves.</summary>
    [Fact]
    public async Task A_row_in_clear_is_answered_before_it_is_sealed()
    {
        await using var turns = await TurnsDriver.CreateAsync();
        await AddInClearAsync(turns, turns.Message("asked of an older instance", Conversation, "m1") with { Address = Address });

        await turns.StartAsync();

        Assert.Contains("re: asked of an older instance", (await turns.Channel.WaitForAsync(2)).Select(TurnsDriver.Words));
    }

    [Fact]
    public async Task An_edit_and_a_deletion_find_the_sealed_message()
    {
        await using var turns = await TurnsDriver.CreateAsync();
        var asked = turns.Message("first words", Conversation, "m1");
        var other = turns.Message("taken back", Conversation, "m2");
        await turns.ReceiveAsync(asked);
        await turns.ReceiveAsync(other);

        var edited = await turns.ReceiveAsync(asked with { EventId = "e", Text = "second words", Kind = MessageKind.Edited });
        var withdrawn = await turns.ReceiveAsync(other with { EventId = "w", Kind = MessageKind.Withdrawn });
        await turns.StartAsync();

        Assert.Equal((Received.Applied, Received.Applied), (edited, withdrawn));
        Assert.Equal(["re: second words"], (await turns.Channel.WaitForAsync(1)).Select(TurnsDriver.Words));
    }

    [Fact]
    public async Task A_message_sealed_with_a_key_that_is_gone_becomes_a_dead_letter_and_holds_up_nobody()
    {
        await using var turns = await TurnsDriver.CreateAsync();
        var lost = new TurnSeal(new RowSeal(new byte[32]), turns.Get<Pseudonyms>());
        await turns.ReceiveAsync("unreadable");
        await turns.Database.WriteAsync(
            Workspaces.All,
            transaction =>
                transaction.Connection!.ExecuteAsync(
                    "update inbox set message = @Message",
                    new { Message = lost.Close(turns.Message("unreadable")) },
                    transaction
                )
        );
        await turns.ReceiveAsync("readable");

        await turns.StartAsync();

        Assert.Equal(["re: readable"], (await turns.Channel.WaitForAsync(1)).Select(TurnsDriver.Words));
        Assert.Equal("sealed with another key", Assert.Single(await turns.DeadLettersAsync()).Error);
    }

    [Fact]
    public async Task Dead_letters_name_the_conversation_as_the_platform_does()
    {
        await using var turns = await TurnsDriver.CreateAsync(("Turns:AnswerAttempts", "1"));
        turns.Answering = (_, _) => throw new InvalidOperationException();
        await turns.StartAsync();

        await turns.ReceiveAsync(turns.Message("fails", Conversation));
        await turns.Channel.WaitForAsync(1);

        Assert.Equal(Conversation, Assert.Single(await turns.DeadLettersAsync()).Conversation);
    }

    /// <summary>As the version before sealing stored them.</summary>
    private static Task AddInClearAsync(TurnsDriver turns, ChannelMessage message) =>
        turns.Database.WriteAsync(
            Workspaces.All,
            transaction =>
                transaction.Connection!.ExecuteAsync(
                    """
                    insert into inbox (id, workspace, channel, event_id, conversation, user_id, message_id, ordinal, message, state, ready,
                        created) values ('i1', @Workspace, @Channel, @EventId, @Conversation, @User, @MessageId, 2, @Message, 'open', 0, 0);
                    insert into outbox (id, workspace, channel, conversation, user_id, ordinal, address, reply, subject, state, ready,
                        created) values ('o1', @Workspace, @Channel, @Conversation, @User, 1, @Address, @Reply, 'notice', 'open', 0, 0);
                    insert into deliveries (id, workspace, channel, conversation, user_id, address, message_id, subject, subject_id, sent)
                        values ('d1', @Workspace, @Channel, @Conversation, @User, @Address, 'd1', 'answer', 'a1', 0);
                    insert into known_conversations (workspace, channel, conversation, address, seen)
                        values (@Workspace, @Channel, @Conversation, @Address, 0);
                    insert into interactions (id, workspace, channel, conversation, user_id, question, answer, outcome, confidence, words,
                        latency_ms, receipt, created) values ('a1', @Workspace, @Channel, @Conversation, @User, '', '', 'answered', 0, 0, 0,
                        '{}', 0)
                    """,
                    new
                    {
                        message.Workspace,
                        message.Channel,
                        message.EventId,
                        message.Conversation,
                        message.User,
                        message.MessageId,
                        message.Address,
                        Message = WireJson.Write(message),
                        Reply = WireJson.Write<Reply>(new NoticeReply("replied before")),
                    },
                    transaction
                )
        );

    /// <summary>In no column of any table that turns leave something in.</summary>
    private static async Task AssertNowhereAsync(TurnsDriver turns, params string[] texts)
    {
        await using var connection = await turns.Database.OpenAsync(Workspaces.All);
        foreach (var table in (string[])["inbox", "outbox", "deliveries", "known_conversations", "interactions"])
        foreach (IDictionary<string, object?> row in await connection.QueryAsync($"select * from {table}"))
        foreach (var (column, value) in row)
        foreach (var text in texts)
            Assert.False(value is string stored && stored.Contains(text, StringComparison.Ordinal), $"{table}.{column} shows {text}");
    }

    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!await condition())
            await Task.Delay(20, limit.Token);
    }
}
