using ChatBot.Language;

namespace ChatBot.Answering.Prompting;

/// <summary>The instructions and delimited sources for a chat model.</summary>
/// <param name="System">Role, rules and the contract of the reply.</param>
/// <param name="User">Numbered sources as delimited data, examples where there are some, then the question.</param>
public sealed record Prompt(string System, string User)
{
    /// <summary>How many sources it has: the first so many of the passages that it was written from.</summary>
    public int Sources { get; init; }
}

/// <summary>An approved question–answer pair.</summary>
public sealed record PromptExample(string Question, string Answer);

/// <summary>
/// The prompt version that is active for a conversation: the shipped one, an admin's, or an experiment's arm (sticky by conversation).
/// </summary>
public interface IPromptVersions
{
    Task<PromptVersion> ForAsync(string workspace, string conversation, CancellationToken cancel = default);
}

/// <param name="Template">System text; placeholders {topic}, {max_words}, {mistakes} are substituted once.</param>
/// <param name="Arm">Experiment and arm that chose it; empty outside experiments.</param>
/// <param name="Mistakes">What {mistakes} stands for: lessons from rated answers, as lines of a list; empty for none.</param>
public sealed record PromptVersion(string Id, string Template, string Arm = "", string Mistakes = "");

/// <summary>Approved, highly rated question–answer pairs that resemble a question.</summary>
public interface IPromptExamples
{
    Task<IReadOnlyList<PromptExample>> SimilarAsync(
        string workspace,
        QuestionReading standalone,
        int count,
        CancellationToken cancel = default
    );
}
