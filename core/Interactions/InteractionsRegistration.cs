using ChatBot.Privacy;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace ChatBot.Interactions;

public static class InteractionsRegistration
{
    public static IServiceCollection AddInteractions(this IServiceCollection services)
    {
        services.TryAddSingleton<Redactor>();
        services.TryAddSingleton<InteractionStore>();
        services.TryAddSingleton<InteractionList>();
        services.TryAddSingleton<AskingTelemetry>();
        services.TryAddSingleton<Asking>();
        return services;
    }
}
