using ChatBot.Privacy;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace ChatBot.Answering.Conversations;

public static class AskingRegistration
{
    public static IServiceCollection AddAsking(this IServiceCollection services)
    {
        services.TryAddSingleton<Redactor>();
        services.TryAddSingleton<InteractionStore>();
        services.TryAddSingleton<InteractionList>();
        services.TryAddSingleton<AskingTelemetry>();
        services.TryAddSingleton<Asking>();
        return services;
    }
}
