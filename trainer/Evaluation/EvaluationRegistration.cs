using Microsoft.Extensions.DependencyInjection;

namespace ChatBot.Trainer.Evaluation;

public static class EvaluationRegistration
{
    /// <summary>The gate that an adapter passes before anybody is answered with it.</summary>
    public static IServiceCollection AddEvaluation(this IServiceCollection services)
    {
        services.AddSingleton<Replay>();
        services.AddSingleton<AdapterGate>();
        return services;
    }
}
