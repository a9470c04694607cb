namespace ChatBot.Answering.Guarding;

/// <summary>
/// Stage 1: may this question be answered? Rules run from the cheapest to the dearest, and the first that has something to say
/// decides. It is also what the admin's guard check calls.
/// </summary>
public sealed class QuestionGuard(InputGuard input, SmallTalk smallTalk, AttackGuard attacks, TopicGuard topic)
{
    /// <param name="text">What the person wrote.</param>
    /// <param name="standalone">The question completed from its conversation; the topic is judged on it. Null for a first question.</param>
    public async Task<GuardVerdict> CheckAsync(
        string workspace,
        string text,
        string? standalone = null,
        CancellationToken cancel = default
    ) => input.Check(text) ?? smallTalk.Check(text) ?? attacks.Check(text) ?? await topic.CheckAsync(workspace, standalone ?? text, cancel);
}
