using ChatBot.Privacy;
using ChatBot.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace ChatBot.Interactions;

public static class InteractionsRegistration
{
    public static IServiceCollection AddInteractions(this IServiceCollection services)
    {
        services.TryAddSingleton<Redactor>();
        services.TryAddSingleton<InteractionStore>();
        services.AddSingleton<IRowUpgrade, InteractionsInClear>();
        services.TryAddSingleton<InteractionList>();
        services.TryAddSingleton<AskingTelemetry>();
        services.TryAddSingleton<StillReading>();
        services.TryAddSingleton<Asking>();
        return services;
    }
}
