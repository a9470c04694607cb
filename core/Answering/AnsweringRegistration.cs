using ChatBot.Answering.Checking;
using ChatBot.Answering.Corrections;
using ChatBot.Answering.Generation;
using ChatBot.Answering.Guarding;
using ChatBot.Answering.Prompting;
using ChatBot.Answering.Retrieval;
using ChatBot.Settings;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace ChatBot.Answering;

public static class AnsweringRegistration
{
    /// <summary>
    /// The <see cref="Answerer"/> with its stages. Needs an <c>IKnowledgeIndex</c> and an embedder. Corrections, prompt versions, examples
    /// and generators that are registered before or after replace the shipped ones.
    /// </summary>
    public static IServiceCollection AddAnswering(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSettings<AnswerOptions>(configuration, AnswerOptions.Section);
        services.AddSettings<GuardOptions>(configuration, GuardOptions.Section);
        services.AddSettings<RetrievalOptions>(configuration, RetrievalOptions.Section);
        services.AddSettings<ModelOptions>(configuration, ModelOptions.Section);
        services.TryAddSingleton(TimeProvider.System);

        services.AddSingleton<TopicSource>();
        services.AddSingleton<InputGuard>();
        services.AddSingleton<SmallTalk>();
        services.AddSingleton<AttackJudge>();
        services.AddSingleton<AttackGuard>();
        services.AddSingleton<PassageSanitiser>();
        services.TryAddSingleton<ITopicLessons, NoTopicLessons>();
        services.AddSingleton<TopicGuard>();
        services.AddSingleton<QuestionGuard>();
        services.TryAddSingleton<ICorrectionMatcher, NoCorrections>();
        services.AddSingleton<Retriever>();
        services.AddSingleton<OtherLanguage>();
        services.TryAddSingleton<IPromptVersions, ShippedPrompt>();
        services.TryAddSingleton<IPromptExamples, NoPromptExamples>();
        services.AddSingleton<PromptWriter>();
        services.AddSingleton<ExtractiveGenerator>();
        services.AddKeyedSingleton<IAnswerGenerator>(
            ExtractiveGenerator.Name,
            (provider, _) => provider.GetRequiredService<ExtractiveGenerator>()
        );
        services.TryAddSingleton(ConfiguredGenerator);
        services.AddSingleton<AnswerGuard>();
        services.AddSingleton<DraftWriter>();
        services.AddSingleton<Answerer>();
        return services;
    }

    /// <summary>The generator that registered itself under <c>Model:Provider</c>'s name.</summary>
    private static IAnswerGenerator ConfiguredGenerator(IServiceProvider provider)
    {
        var name = provider.GetRequiredService<IOptions<ModelOptions>>().Value.Provider;
        return provider.GetKeyedService<IAnswerGenerator>(name)
            ?? throw new InvalidOperationException($"Model:Provider is {name}, but this program has no such model; use extractive.");
    }
}
