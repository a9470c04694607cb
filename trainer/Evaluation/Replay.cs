using ChatBot.Answering;
using ChatBot.Answering.Corrections;
using ChatBot.Answering.Generation;
using ChatBot.Models.Llama;
using ChatBot.Trainer.Jobs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace ChatBot.Trainer.Evaluation;

/// <summary>
/// Asks the real answerer, stage by stage as the bot does, with nothing that would stand in for the model: no approved correction, no other
/// adapter.
/// </summary>
internal sealed class Replay(TrainerContext context)
{
    /// <param name="adapterPath">Null for the base alone.</param>
    /// <param name="progress">Told the cases done.</param>
    public async Task<IReadOnlyList<ReplayedAnswer>> AskAsync(
        string workspace,
        string basePath,
        string? adapterPath,
        IReadOnlyList<ReplayCase> cases,
        Action<int>? progress = null,
        CancellationToken cancel = default
    )
    {
        await using var services = context.Build(Served(basePath, adapterPath), WithoutOverrides);
        var answerer = services.GetRequiredService<Answerer>();
        var answers = new List<ReplayedAnswer>(cases.Count);
        foreach (var one in cases)
        {
            var answer = await answerer.AnswerAsync(new Question(one.Question) { Workspace = workspace, Channel = "eval" }, cancel);
            answers.Add(
                new ReplayedAnswer(one, answer.Outcome, answer.Text, answer.Words, answer.Receipt.Generator == LlamaRegistration.Provider)
            );
            progress?.Invoke(answers.Count);
        }
        return answers;
    }

    private static IEnumerable<KeyValuePair<string, string?>> Served(string basePath, string? adapterPath) =>
        [
            new("Model:Provider", LlamaRegistration.Provider),
            new("Model:Path", basePath),
            new("Model:Adapter", adapterPath ?? ""),
            new("Model:Timeout", "00:05:00"), // what a busy machine cannot write in time is no fault of the adapter
            new("Model:Conversations", "1"),
            new("Model:ReuseFor", "00:00:00"),
        ];

    private static void WithoutOverrides(IServiceCollection services) =>
        services
            .Replace(ServiceDescriptor.Singleton<ICorrectionMatcher, NoCorrections>())
            .Replace(ServiceDescriptor.Singleton<IAdapterChoice, NoAdapters>());
}
