using ChatBot.Answering;
using ChatBot.Answering.Corrections;
using ChatBot.Answering.Generation;
using ChatBot.Models.Endpoints;
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
    /// <param name="served">The model: <see cref="InProcess"/> or <see cref="Elsewhere"/>.</param>
    /// <param name="progress">Told the cases done.</param>
    public async Task<IReadOnlyList<ReplayedAnswer>> AskAsync(
        string workspace,
        IEnumerable<KeyValuePair<string, string?>> served,
        IReadOnlyList<ReplayCase> cases,
        Action<int>? progress = null,
        CancellationToken cancel = default
    )
    {
        await using var services = context.Build([.. served, .. Patient], WithoutOverrides);
        var answerer = services.GetRequiredService<Answerer>();
        var answers = new List<ReplayedAnswer>(cases.Count);
        foreach (var one in cases)
        {
            var answer = await answerer.AnswerAsync(new Question(one.Question) { Workspace = workspace, Channel = "eval" }, cancel);
            var byModel = answer.Receipt.Generator is LlamaRegistration.Provider or OpenAiRegistration.Provider;
            answers.Add(new ReplayedAnswer(one, answer.Outcome, answer.Text, answer.Words, byModel));
            progress?.Invoke(answers.Count);
        }
        return answers;
    }

    /// <summary>A file in this process.</summary>
    /// <param name="adapterPath">Null for the base alone.</param>
    public static IEnumerable<KeyValuePair<string, string?>> InProcess(string basePath, string? adapterPath) =>
        [
            new("Model:Provider", LlamaRegistration.Provider),
            new("Model:Path", basePath),
            new("Model:Adapter", adapterPath ?? ""),
            new("Model:Conversations", "1"),
        ];

    /// <summary>A model of the endpoint that the settings name.</summary>
    public static IEnumerable<KeyValuePair<string, string?>> Elsewhere(string name) =>
        [new("Model:Provider", OpenAiRegistration.Provider), new("Model:Name", name)];

    /// <summary>What a busy machine cannot write in time is no fault of the model.</summary>
    private static readonly KeyValuePair<string, string?>[] Patient = [new("Model:Timeout", "00:05:00"), new("Model:ReuseFor", "00:00:00")];

    private static void WithoutOverrides(IServiceCollection services) =>
        services
            .Replace(ServiceDescriptor.Singleton<ICorrectionMatcher, NoCorrections>())
            .Replace(ServiceDescriptor.Singleton<IAdapterChoice, NoAdapters>());
}
