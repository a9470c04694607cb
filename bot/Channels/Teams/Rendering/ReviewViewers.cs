using System.Collections.Concurrent;
using ChatBot.Bot.Channels.Teams.Connecting;
using ChatBot.Bot.Channels.Teams.Protocol;
using ChatBot.Bot.Channels.Teams.Receiving;

namespace ChatBot.Bot.Channels.Teams.Rendering;

/// <summary>Whose clients fetch the deciding view of a review card: the admins, by the ids that this conversation knows them by.</summary>
public sealed class ReviewViewers(TeamsConnector connector, TeamsAdmins admins, TimeProvider time)
{
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(10);

    private readonly ConcurrentDictionary<string, (IReadOnlyList<string> Ids, DateTimeOffset Until)> _known = new();

    /// <summary>Empty where the members cannot be had; clients of small conversations then ask by themselves.</summary>
    public async Task<IReadOnlyList<string>> OfAsync(TeamsAddress conversation, CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        if (_known.TryGetValue(conversation.Conversation, out var known) && now < known.Until)
            return known.Ids;
        var members = await connector.MembersAsync(conversation, cancel);
        List<string> ids =
        [
            .. members
                .Where(member => admins.Decides(conversation.Tenant, member.AadObjectId))
                .Select(member => member.Id)
                .OfType<string>()
                .Take(ReviewCard.MostViewers),
        ];
        _known[conversation.Conversation] = (ids, now + Kept);
        return ids;
    }
}
