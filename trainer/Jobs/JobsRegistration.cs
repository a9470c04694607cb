using ChatBot.Learning.Review;
using ChatBot.Settings;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace ChatBot.Trainer.Jobs;

public static class JobsRegistration
{
    /// <summary>Runs: one at a time, each from what was approved to a candidate.</summary>
    public static IServiceCollection AddJobs(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSettings<TrainingOptions>(configuration, TrainingOptions.Section);
        services.AddSingleton<IReviewNotifications, NobodyTold>();
        services.AddSingleton<RunFolder>();
        services.AddSingleton<AdapterTraining>();
        services.AddSingleton<AdapterPublisher>();
        services.AddSingleton<TrainingJob>();
        services.AddSingleton<TrainingWatch>();
        services.AddSingleton<ServedElsewhere>();
        services.AddSingleton<ServiceTraining>();
        return services;
    }
}
