using System.Collections.Frozen;

namespace ChatBot.Bot.Channels.Slack.Receiving;

/// <summary>
/// Which messages carry no person's words although they may name a person: notices about a channel, its members, its pins. Subtypes that
/// are not known here are people's: Slack adds new ones, and a question must not be dropped for that.
/// </summary>
public static class Subtypes
{
    private static readonly string[] Families =
    [
        "bot_",
        "channel_",
        "group_",
        "pinned_",
        "unpinned_",
        "reminder_",
        "sh_room_",
        "huddle_",
        "joiner_",
        "ekm_",
        "message_",
        "app_conversation_",
    ];

    private static readonly FrozenSet<string> Notices = new[]
    {
        "tombstone",
        "slackbot_response",
        "assistant_app_thread",
        "reply_broadcast",
        "file_mention",
        "document_mention",
        "thread_locked",
        "thread_unlocked",
    }.ToFrozenSet();

    public static bool IsPersons(string? subtype) =>
        subtype is null || !Notices.Contains(subtype) && !Families.Any(family => subtype.StartsWith(family, StringComparison.Ordinal));
}
