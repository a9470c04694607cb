using ChatBot.Storage;

namespace ChatBot.Bot.Turns.Queues;

/// <summary>This process, as it stands in the rows it has claimed.</summary>
public sealed class Instance(TimeProvider time)
{
    public string Id { get; } = Ids.New(time);
}
