using ChatBot.Language;

namespace ChatBot.Answering.Prompting;

/// <summary>The prompt version that ships with the product, for as long as nobody activated another one.</summary>
public sealed class ShippedPrompt : IPromptVersions
{
    /// <summary>The shipped version, read once from the embedded file.</summary>
    public static PromptVersion Version { get; } = new("v2", Read("v2"));

    /// <summary>How the reply is to be written, the same behind every version: <c>DraftReader</c> reads it.</summary>
    internal static string Contract { get; } = Read("contract").Trim();

    public Task<PromptVersion> ForAsync(string workspace, string conversation, CancellationToken cancel = default) =>
        Task.FromResult(Version);

    private static string Read(string id)
    {
        using var stream =
            typeof(ShippedPrompt).Assembly.GetManifestResourceStream($"answering/prompts/{id}.md")
            ?? throw new InvalidOperationException($"prompt {id} is not embedded");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}

/// <summary>No examples: nothing has been approved where no review exists.</summary>
public sealed class NoPromptExamples : IPromptExamples
{
    public Task<IReadOnlyList<PromptExample>> SimilarAsync(
        string workspace,
        QuestionReading standalone,
        int count,
        CancellationToken cancel = default
    ) => Task.FromResult<IReadOnlyList<PromptExample>>([]);
}
