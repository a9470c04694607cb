using ChatBot.Answering.Generation;
using ChatBot.Answering.Guarding;
using ChatBot.Answering.Prompting;
using ChatBot.Knowledge.Indexing;
using ChatBot.Learning.Analytics;
using ChatBot.Learning.Audit;
using ChatBot.Learning.Experiments;
using ChatBot.Learning.Exports;
using ChatBot.Learning.Feedback;
using ChatBot.Learning.Lessons;
using ChatBot.Learning.Registry;
using ChatBot.Learning.Retention;
using ChatBot.Learning.Review;
using ChatBot.Settings;
using ChatBot.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace ChatBot.Learning;

public static class LearningRegistration
{
    /// <summary>Ratings, corrections and their review. The host adds <see cref="IReviewNotifications"/>.</summary>
    public static IServiceCollection AddLearning(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSettings<LearningOptions>(configuration, LearningOptions.Section);
        services.AddSettings<RetentionOptions>(configuration, RetentionOptions.Section);
        services.AddSingleton<AuditLog>();
        services.AddSingleton<Allowances>();
        services.AddSingleton<FeedbackService>();
        services.AddSingleton<PreferenceStore>();
        services.AddSingleton<CorrectionText>();
        services.AddSingleton<CorrectionStore>();
        services.AddSingleton<CorrectionWordings>();
        services.AddSingleton<ProposalFlood>();
        services.AddSingleton<ReviewService>();
        services.AddSingleton<BlastRadius>();
        services.AddSingleton<NearWordings>();
        services.AddSingleton<BurstWatch>();
        services.AddSingleton<RatingDays>();
        services.AddSingleton<CorrectionFlags>();
        services.AddSingleton<IDocumentChanges>(provider => provider.GetRequiredService<CorrectionFlags>());
        services.AddSingleton<PromptVersionStore>();
        services.AddSingleton<IPromptVersions>(provider => provider.GetRequiredService<PromptVersionStore>());
        services.AddSingleton<IKeptInMemory>(provider => provider.GetRequiredService<PromptVersionStore>());
        services.AddSingleton<LearntExamples>();
        services.AddSingleton<IPromptExamples>(provider => provider.GetRequiredService<LearntExamples>());
        services.AddSingleton<IKeptInMemory>(provider => provider.GetRequiredService<LearntExamples>());
        services.AddSingleton<ProposalStore>();
        services.AddSingleton<GuardMarks>();
        services.AddSingleton<ITopicLessons, MarkedQuestions>();
        services.AddSingleton<ImprovementCycle>();
        services.AddSingleton<ExperimentService>();
        services.AddSettings<RolloutOptions>(configuration, RolloutOptions.Section);
        services.AddSingleton<AdapterFolder>();
        services.AddSingleton<BaseModelHash>();
        services.AddSingleton<AdapterChoices>();
        services.AddSingleton<IKeptInMemory>(provider => provider.GetRequiredService<AdapterChoices>());
        services.AddSingleton<RunHistory>();
        services.AddSingleton<AdapterRegistry>();
        services.AddSingleton<ServedAdapters>();
        services.AddSingleton<IAdapterChoice>(provider => provider.GetRequiredService<ServedAdapters>());
        services.AddSingleton<RolloutCounts>();
        services.AddSingleton<Rollout>();
        services.AddSingleton<LearntOverrides>();
        services.AddSingleton<AnswerPairStore>();
        services.AddSingleton<AnswerPairs>();
        services.AddSingleton<LearntQuotes>();
        services.AddSingleton<Erasure>();
        services.AddSingleton<RetentionPass>();
        services.AddSingleton<TrainingRows>();
        services.AddSingleton<TrainingExport>();
        services.AddSingleton<DayCounts>();
        services.AddSingleton<RatedConfidence>();
        services.AddSingleton<AnalyticsReader>();
        services.AddSingleton<DislikedAnswers>();
        services.AddSingleton<DocumentList>();
        services.AddSingleton<KnowledgeGaps>();
        return services;
    }
}
