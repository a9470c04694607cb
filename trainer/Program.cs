using ChatBot.Answering;
using ChatBot.Answering.Corrections;
using ChatBot.Interactions;
using ChatBot.Knowledge;
using ChatBot.Learning;
using ChatBot.Models;
using ChatBot.Privacy;
using ChatBot.Storage;
using ChatBot.Trainer.Commands;
using ChatBot.Trainer.Data;
using ChatBot.Trainer.Evaluation;
using ChatBot.Trainer.Jobs;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace ChatBot.Trainer;

/// <summary>The table of contents. One job, one exit code: 0 done, 1 failed, 2 used wrongly.</summary>
public static class Program
{
    public static Task<int> Main(string[] args) => CommandLine.RunAsync(args, Console.Out, Console.Error);

    /// <summary>What the bot has too: answers are judged by the answerer that people meet.</summary>
    internal static void AddCore(IServiceCollection services, IConfiguration settings) =>
        services
            .AddStorage(settings)
            .AddPrivacy(settings)
            .AddKnowledge(settings)
            .AddAnswering(settings)
            .AddCorrections(settings)
            .AddModels(settings)
            .AddInteractions()
            .AddLearning(settings);

    /// <summary>From what was approved to an adapter in the registry.</summary>
    internal static void AddTrainer(IServiceCollection services, IConfiguration settings) =>
        services.AddTrainingData(settings).AddEvaluation().AddJobs(settings);
}
