namespace ChatBot.Bot.Channels;

/// <summary>A message that a channel has verified and read: what the durable inbox stores.</summary>
/// <param name="Channel">Name of the <see cref="IChannel"/> it came through.</param>
/// <param name="EventId">The platform's id of the event; a second arrival of the same id is dropped.</param>
/// <param name="Conversation">Key of the conversation (thread or chat): its messages are answered one after another, in order.</param>
/// <param name="User">Pseudonym of the sender.</param>
/// <param name="Text">Mentions of the bot stripped.</param>
/// <param name="Address">The channel's own JSON: all it needs to reply here (ids, service URL). Only that channel reads it.</param>
public sealed record ChannelMessage(string Channel, string Workspace, string EventId, string Conversation, string User, string Text, string Address);
