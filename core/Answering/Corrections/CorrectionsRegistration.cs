using ChatBot.Settings;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace ChatBot.Answering.Corrections;

public static class CorrectionsRegistration
{
    /// <summary>Matching against what a review approved, in place of <see cref="NoCorrections"/>; needs storage and an embedder.</summary>
    public static IServiceCollection AddCorrections(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSettings<CorrectionsOptions>(configuration, CorrectionsOptions.Section);
        services.AddSingleton<QuestionSpace>();
        services.AddSingleton<ApprovedCorrections>();
        services.AddSingleton<ICorrectionMatcher, CorrectionMatcher>();
        return services;
    }
}
