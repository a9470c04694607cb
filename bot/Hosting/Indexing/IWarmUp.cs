namespace ChatBot.Bot.Hosting.Indexing;

/// <summary>What a room makes on first use, made before <c>/ready</c> says yes: no person waits for it.</summary>
internal interface IWarmUp
{
    Task RunAsync(CancellationToken cancel);
}
