using System.Data.Common;
using ChatBot.Bot.Channels;
using ChatBot.Bot.Turns.Sending;

namespace ChatBot.Bot.Turns.Announcing;

/// <summary>An admin conversation of some channel.</summary>
/// <param name="IsReadByPeople">As the channel says of itself.</param>
public sealed record AdminAddress(string Channel, ConversationAddress To, bool IsReadByPeople = true);

/// <summary>Says something to the admins, in every channel that has a conversation for them.</summary>
public sealed class AdminAnnouncements(IEnumerable<IChannel> channels, Outbox outbox)
{
    /// <summary>Where the admins of a workspace are; asked for outside of the transaction that announces.</summary>
    public async Task<IReadOnlyList<AdminAddress>> AddressesAsync(string workspace, CancellationToken cancel)
    {
        var addresses = new List<AdminAddress>();
        foreach (var channel in channels)
        foreach (var to in await channel.AdminAddressesAsync(workspace, cancel))
            addresses.Add(new AdminAddress(channel.Name, to, channel.IsReadByPeople));
        return addresses;
    }

    public async Task AddAsync(
        DbTransaction transaction,
        string workspace,
        IReadOnlyList<AdminAddress> admins,
        Reply reply,
        string subject = Subjects.Notice,
        string subjectId = ""
    )
    {
        foreach (var admin in admins)
            await outbox.AddAsync(
                transaction,
                new Outgoing(admin.Channel, workspace, admin.To.Conversation, User: "", admin.To.Address, reply, subject, subjectId)
            );
    }
}
