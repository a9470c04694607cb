namespace ChatBot.Bot.Hosting.Indexing;

/// <summary>What a room makes on first use, made before <c>/ready</c> says yes: no person waits for it.</summary>
internal interface IWarmUp
{
    /// <summary>What needs no document: they are being read meanwhile.</summary>
    Task WhileReadingAsync(CancellationToken cancel);

    /// <summary>What is made only where something is found.</summary>
    Task OnceReadAsync(CancellationToken cancel);
}
