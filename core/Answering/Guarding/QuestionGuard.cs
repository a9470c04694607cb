using ChatBot.Language;

namespace ChatBot.Answering.Guarding;

/// <summary>
/// Stage 1: may this question be answered? Rules run from the cheapest to the dearest, and the first that has something to say
/// decides. What holds of any question comes first; the topic is asked about after the corrections, which are on topic whatever they say.
/// </summary>
public sealed class QuestionGuard(InputGuard input, SmallTalk smallTalk, AttackGuard attacks, TopicGuard topic)
{
    /// <summary>Small talk, size, attacks; null where nothing speaks against answering.</summary>
    /// <param name="question">What the person wrote.</param>
    /// <param name="quoted">What it quotes, which is guarded like the question itself; empty for nothing.</param>
    public async Task<GuardVerdict?> RefuseAsync(QuestionReading question, string quoted = "", CancellationToken cancel = default)
    {
        if (smallTalk.Check(question.Written) is { } said && !(quoted.Length > 0 && SmallTalk.OpensATalk(said)))
            return said;
        return input.Check(question)
            ?? await attacks.CheckAsync(question, cancel)
            ?? (quoted.Length > 0 ? await RefuseQuotedAsync(QuestionReading.Of(quoted), cancel) : null);
    }

    private async Task<GuardVerdict?> RefuseQuotedAsync(QuestionReading quoted, CancellationToken cancel) =>
        input.CheckLength(quoted) ?? await attacks.CheckAsync(quoted, cancel);

    /// <summary>Whether a question keeps to the topic.</summary>
    /// <param name="question">What the person wrote.</param>
    /// <param name="standalone">The question, completed from its conversation, whose subject it must not bring another to.</param>
    public async Task<GuardVerdict> CheckTopicAsync(
        string workspace,
        QuestionReading question,
        QuestionReading standalone,
        CancellationToken cancel = default
    ) =>
        standalone.Text != question.Text && await topic.ForeignAsync(workspace, question, standalone, cancel) is { } foreign
            ? foreign
            : await topic.CheckAsync(workspace, standalone, cancel);

    /// <summary>Checks a text as if it were asked, without a conversation and without corrections.</summary>
    public async Task<GuardVerdict> CheckAsync(string workspace, string text, CancellationToken cancel = default)
    {
        var question = QuestionReading.Of(text);
        return await RefuseAsync(question, cancel: cancel) ?? await CheckTopicAsync(workspace, question, question, cancel);
    }
}
