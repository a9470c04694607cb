using ChatBot.Embedding;
using ChatBot.Settings;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ChatBot.Trainer.Data;

public static class DataRegistration
{
    /// <summary>
    /// What is learnt from, read and written. Needs storage, privacy, knowledge, answering, corrections, models, interactions and learning
    /// of the core.
    /// </summary>
    public static IServiceCollection AddTrainingData(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSettings<DatasetOptions>(configuration, DatasetOptions.Section);
        services.AddSettings<PoisoningLimits>(configuration, PoisoningLimits.Section);
        services.AddSingleton<IFeedbackSource, ApprovedAnswers>();
        services.AddSingleton<IFeedbackSource, PickedAnswers>();
        services.AddSingleton<IFeedbackSource, RatedAnswers>();
        services.AddSingleton<IFeedbackSource, RightRefusals>();
        services.AddSingleton<FeedbackReader>();
        services.AddSingleton<ServedPassages>();
        services.AddSingleton<ReplyTarget>();
        services.AddSingleton<ServedExamples>();
        services.AddSingleton<GeneralText>();
        services.AddSingleton<DatasetPlanner>();
        services.AddSingleton(provider => new DatasetPreview(provider.GetRequiredService<DatasetPlanner>()));
        services.AddSingleton(provider => new DatasetBuilder(
            provider.GetRequiredService<DatasetPlanner>(),
            provider.GetRequiredService<Embedder>(),
            provider.GetRequiredService<IOptions<DatasetOptions>>(),
            provider.GetRequiredService<IOptions<PoisoningLimits>>()
        ));
        return services;
    }
}
