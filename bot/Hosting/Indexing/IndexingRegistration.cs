using ChatBot.Interactions;

namespace ChatBot.Bot.Hosting.Indexing;

internal static class IndexingRegistration
{
    /// <summary>The sample, for the server and for commands that ask.</summary>
    public static IServiceCollection AddSample(this IServiceCollection services) => services.AddSingleton<SampleKnowledge>();

    /// <summary>Indexing beside the answering.</summary>
    public static IServiceCollection AddIndexing(this IServiceCollection services)
    {
        services.AddSingleton<IndexingState>().AddSingleton<IReadingProgress>(provider => provider.GetRequiredService<IndexingState>());
        services.AddSingleton<StarterQuestions>();
        services.AddSingleton<VectorState>();
        services.AddSingleton<ModelOpening>();
        services.AddHostedService<IndexingService>();
        services.AddHostedService<VectorFilling>();
        services.AddHostedService<RecordRefreshing>();
        services.AddHealthChecks().AddCheck<IndexReadiness>("index", timeout: TimeSpan.FromSeconds(5));
        return services;
    }
}
