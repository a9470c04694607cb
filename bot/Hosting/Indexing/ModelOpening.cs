using ChatBot.Embedding;

namespace ChatBot.Bot.Hosting.Indexing;

/// <summary>Opens the embedding model beside the rest of the start: either takes as long as the other.</summary>
internal sealed partial class ModelOpening(IServiceProvider services, ILogger<ModelOpening> log)
{
    private readonly Lock _beginning = new();
    private Task? _opened;

    /// <summary>Begins where that was not done, and does not wait.</summary>
    /// <returns>Done once the model is open, or it is plain that it cannot be; words are searched then.</returns>
    public Task Begin()
    {
        lock (_beginning)
            return _opened ??= Task.Run(Open);
    }

    private void Open()
    {
        try
        {
            services.GetRequiredService<Embedder>().Warm();
        }
        catch (EmbeddingException unusable)
        {
            Unusable(log, unusable.Message);
        }
    }

    [LoggerMessage(LogLevel.Error, "The embedding model cannot be opened, words alone are searched: {Reason}")]
    private static partial void Unusable(ILogger log, string reason);
}
