using ChatBot.Answering.Checking;
using ChatBot.Answering.Corrections;
using ChatBot.Answering.Explaining;
using ChatBot.Answering.Generation;
using ChatBot.Answering.Guarding;
using ChatBot.Answering.Guarding.Suggesting;
using ChatBot.Answering.Inventory;
using ChatBot.Answering.Prompting;
using ChatBot.Answering.Records;
using ChatBot.Answering.Retrieval;
using ChatBot.Answering.Reuse;
using ChatBot.Knowledge.Indexing;
using ChatBot.Knowledge.Records.Asking;
using ChatBot.Models;
using ChatBot.Settings;
using ChatBot.Storage;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace ChatBot.Answering;

public static class AnsweringRegistration
{
    /// <summary>
    /// The <see cref="Answerer"/> with its stages. Needs an <c>IKnowledgeIndex</c> and an embedder. Corrections, prompt versions,
    /// adapters, examples and generators that are registered before or after replace the shipped ones.
    /// </summary>
    public static IServiceCollection AddAnswering(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSettings<AnswerOptions>(configuration, AnswerOptions.Section);
        services.AddSettings<GuardOptions>(configuration, GuardOptions.Section);
        services.AddSettings<RetrievalOptions>(configuration, RetrievalOptions.Section);
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
        services.AddSingleton<TopicCoverage>();
        services.AddSingleton<TopicSuggestion>();
        services.TryAddSingleton<ICorrectionMatcher, NoCorrections>();
        services.TryAddSingleton<IRecordDesk, NoRecords>();
        services.TryAddSingleton<IRecordProposals>(ConfiguredProposals);
        services.TryAddSingleton<IKnowledgeContents, NoContents>();
        services.AddSingleton<InventoryAnswers>();
        services.AddSingleton<RecordAnswers>();
        services.AddSingleton<Retriever>();
        services.AddSingleton<OtherLanguage>();
        services.TryAddSingleton<IPromptVersions, ShippedPrompt>();
        services.TryAddSingleton<IAdapterChoice, NoAdapters>();
        services.TryAddSingleton<IPromptExamples, NoPromptExamples>();
        services.AddSingleton<PromptWriter>();
        services.AddSingleton<ExtractiveGenerator>();
        services.TryAddSingleton(ConfiguredGenerator);
        services.AddSingleton<StatementCheck>();
        services.AddSingleton<AnswerReuse>();
        services.AddSingleton<IKeptInMemory>(provider => provider.GetRequiredService<AnswerReuse>());
        services.AddSingleton<ModelDrafts>();
        services.AddSingleton<DraftWriter>();
        services.AddSingleton<Answerer>();
        services.AddSingleton<QuestionExplainer>();
        return services;
    }

    private static ModelProposals ConfiguredProposals(IServiceProvider provider)
    {
        var model = provider.GetRequiredService<IOptions<ModelOptions>>().Value;
        return new ModelProposals(
            provider.GetKeyedService<IChatClient>(model.Provider),
            provider.GetRequiredService<IRecordDesk>(),
            provider.GetRequiredService<TimeProvider>(),
            model.Timeout
        );
    }

    /// <summary>The sources' own sentences, or the chat model that registered itself under <c>Model:Provider</c>'s name.</summary>
    private static IAnswerGenerator ConfiguredGenerator(IServiceProvider provider)
    {
        var model = provider.GetRequiredService<IOptions<ModelOptions>>().Value;
        if (model.Provider == ExtractiveGenerator.Name)
            return provider.GetRequiredService<ExtractiveGenerator>();
        var client =
            provider.GetKeyedService<IChatClient>(model.Provider)
            ?? throw new InvalidOperationException(
                $"Model:Provider is {model.Provider}, but this program has no such model; use extractive."
            );
        return new ChatModelGenerator(client, model.Provider, model.Name);
    }
}
