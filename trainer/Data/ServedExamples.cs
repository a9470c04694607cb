using ChatBot.Answering;
using ChatBot.Answering.Generation;
using ChatBot.Answering.Guarding;
using ChatBot.Answering.Prompting;
using ChatBot.Language;
using Microsoft.Extensions.Options;

namespace ChatBot.Trainer.Data;

/// <summary>An example before it has its cluster, or why it is none.</summary>
internal readonly record struct Served(DatasetLine? Line, string Reason = "");

/// <summary>
/// Makes of feedback what the model was, or would have been, sent, with the reply that it should have written. The prompt is written by
/// the code that serves, from the same version, passages and question; it is the first prompt of a question, which every question is asked
/// with. (The second one, after a draft was refused, has that draft's faults, which nobody stores, and approved examples, among them the
/// very answer that is to be learnt.)
/// </summary>
internal sealed class ServedExamples(
    ServedPassages passages,
    PromptWriter prompts,
    ReplyTarget replies,
    AttackGuard guard,
    IOptions<AnswerOptions> answers,
    IOptions<DatasetOptions> options,
    IOptions<PoisoningLimits> limits
)
{
    public async Task<Served> WriteAsync(string workspace, Feedback feedback, PromptHistory history, CancellationToken cancel)
    {
        var question = QuestionReading.Of(feedback.Question);
        if (question.Words.Count == 0)
            return new(null, Reasons.NoWords);
        // What is refused anyway may say what it likes: the reply is ours.
        if (feedback.Kind != FeedbackKind.Refusal && await IsAttackAsync(feedback, cancel))
            return new(null, Reasons.Injection);
        var (found, asServed) = await passages.OfAsync(workspace, feedback, question, cancel);
        if (found.Count == 0)
            return new(null, Reasons.NoSources);
        var version = history.Of(feedback.PromptVersion, feedback.AtMs);
        var prompt = prompts.Write(version, question, found);
        var sources = found.Take(prompt.Sources).ToList();
        if (ForeignLinks.AreIn(feedback.Answer, sources, limits.Value.TrustedHosts))
            return new(null, Reasons.ForeignLink);
        var reply =
            feedback.Kind == FeedbackKind.Refusal ? ReplyContract.NoAnswer : await ReplyAsync(feedback.Answer, options.Value.KeepUncarried);
        if (reply is null)
            return new(null, Reasons.NotInSources);
        var rejected = feedback.Rejected switch
        {
            null => null,
            "" => ReplyContract.NoAnswer,
            var wrong => await ReplyAsync(wrong, anyway: true),
        };
        var request = new GenerationRequest(question, found, answers.Value.MaxWords) { Prompt = prompt };
        return new(
            new DatasetLine(
                feedback.Id,
                feedback.Kind,
                Cluster: "",
                question.Text,
                WithoutLabels(feedback.Answer),
                [.. ChatModelGenerator.Messages(request).Select(message => new DatasetMessage(message.Role.Value, message.Text))],
                reply,
                feedback.Topic,
                version.Id,
                prompt.Sources,
                asServed ? DatasetLine.AsServed : DatasetLine.Anew
            )
            {
                Rejected = rejected == reply ? null : rejected,
            }
        );

        Task<string?> ReplyAsync(string text, bool anyway) =>
            replies.WriteAsync(text, feedback.Sources, prompt, found, question, anyway, cancel);
    }

    private async Task<bool> IsAttackAsync(Feedback feedback, CancellationToken cancel) =>
        await guard.CheckAsync(feedback.Question, cancel) is { Allowed: false }
        || await guard.CheckAsync(feedback.Answer, cancel) is { Allowed: false };

    private static string WithoutLabels(string answer) => string.Join('\n', answer.Split('\n').Select(WithoutLabelsInLine));

    /// <summary>Indents stay, for code and lists.</summary>
    private static string WithoutLabelsInLine(string line) =>
        Labels.Without(line) is var said && said.Length == line.Trim().Length ? line : said;
}
