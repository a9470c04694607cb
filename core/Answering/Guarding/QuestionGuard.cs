using ChatBot.Language;

namespace ChatBot.Answering.Guarding;

/// <summary>
/// Stage 1: may this question be answered? Rules run from the cheapest to the dearest, and the first that has something to say
/// decides. It is also what the admin's guard check calls.
/// </summary>
public sealed class QuestionGuard(InputGuard input, SmallTalk smallTalk, AttackGuard attacks, TopicGuard topic)
{
    /// <summary>Checks a text as if it were asked, without a conversation.</summary>
    public Task<GuardVerdict> CheckAsync(string workspace, string text, CancellationToken cancel = default) =>
        CheckAsync(workspace, QuestionReading.Of(text), cancel: cancel);

    /// <param name="question">What the person wrote.</param>
    /// <param name="standalone">The question completed from its conversation; the topic is judged on it. Null for a first question.</param>
    public async Task<GuardVerdict> CheckAsync(
        string workspace,
        QuestionReading question,
        QuestionReading? standalone = null,
        CancellationToken cancel = default
    ) =>
        input.Check(question.Text)
        ?? smallTalk.Check(question.Text)
        ?? attacks.Check(question)
        ?? await topic.CheckAsync(workspace, standalone ?? question, cancel);
}
