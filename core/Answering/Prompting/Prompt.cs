using ChatBot.Language;

namespace ChatBot.Answering.Prompting;

/// <summary>The instructions, examples and delimited sources for a chat model.</summary>
/// <param name="Version">Id of the prompt version it was made from.</param>
/// <param name="Examples">Approved question–answer pairs similar to this question.</param>
/// <param name="User">Numbered sources as delimited data, then the question.</param>
public sealed record Prompt(string Version, string System, IReadOnlyList<PromptExample> Examples, string User, string Arm = "");

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
