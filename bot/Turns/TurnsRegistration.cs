using ChatBot.Bot.Turns.Announcing;
using ChatBot.Bot.Turns.Queues;
using ChatBot.Bot.Turns.Receiving;
using ChatBot.Bot.Turns.Sending;
using ChatBot.Bot.Turns.Undelivered;
using ChatBot.Interactions;
using ChatBot.Learning.Registry;
using ChatBot.Learning.Review;
using ChatBot.Settings;
using ChatBot.Storage;

namespace ChatBot.Bot.Turns;

public static class TurnsRegistration
{
    /// <summary>The queues between channels and the answerer, with the two services that work them off.</summary>
    public static IServiceCollection AddTurns(this IServiceCollection services, IConfiguration settings)
    {
        services.AddSettings<TurnsOptions>(settings, TurnsOptions.Section);
        services.AddSingleton<Instance>().AddSingleton<Ordinals>().AddSingleton<GroupCommit>().AddSingleton<TurnSeal>();
        services.AddSingleton<InboxWakeUp>().AddSingleton<OutboxWakeUp>();
        services.AddSingleton<Inbox>().AddSingleton<TurnEnds>().AddSingleton<PairTurns>();
        services
            .AddSingleton<Outbox>()
            .AddSingleton<Deliveries>()
            .AddSingleton<Underway>()
            .AddSingleton<KnownConversations>()
            .AddSingleton<ConversationPace>();
        services.AddSingleton<AdminAnnouncements>().AddSingleton<QueueAnnouncements>();
        services.AddSingleton<IReviewNotifications, ReviewNotifications>();
        services.AddSingleton<DeadLetters>().AddSingleton<Rehearsal>();
        services.AddSingleton<IRowUpgrade, InboxInClear>().AddSingleton<IRowUpgrade, OutboxInClear>();
        services.AddSingleton<IRowUpgrade, DeliveriesInClear>().AddSingleton<IRowUpgrade, KnownConversationsInClear>();
        services.AddSingleton<Ask>(provider => provider.GetRequiredService<Asking>().AskAsync);
        services.AddSingleton<AskPair>(provider => provider.GetRequiredService<AnswerPairs>().AskOnTrialAsync);
        services.AddHostedService<SharedWakeUps>();
        services.AddHostedService<TurnWorker>();
        services.AddHostedService<OutboxSender>();
        return services;
    }
}
