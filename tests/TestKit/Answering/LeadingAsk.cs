using ChatBot.Answering;
using ChatBot.Bot.Turns.Receiving;
using ChatBot.Interactions;
using ChatBot.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace ChatBot.TestKit.Answering;

/// <summary>In the place of <see cref="Asking"/>: the real answer, changed before it is stored and told.</summary>
/// <param name="change">Makes of the question and its real answer what people get.</param>
public sealed class LeadingAsk(Func<Question, Answer, Answer> change)
{
    /// <summary>Answers to this question lead on to these; all others are as they are.</summary>
    public static LeadingAsk To(string question, params Choice[] choices) =>
        new((asked, answer) => asked.Text == question ? answer with { Choices = choices } : answer);

    /// <summary>Puts it into an application, as an argument of <c>StartAsync</c>.</summary>
    public void Install(IServiceCollection services) =>
        services.AddSingleton<Ask>(provider =>
            async (question, alongside, cancel, _) =>
            {
                var answer = change(question, await provider.GetRequiredService<Answerer>().AnswerAsync(question, cancel));
                await provider
                    .GetRequiredService<IDatabase>()
                    .WriteAsync(
                        question.Workspace,
                        async transaction =>
                        {
                            await provider.GetRequiredService<InteractionStore>().SaveAsync(transaction, question, answer, cancel);
                            if (alongside is not null)
                                await alongside(transaction, answer);
                        },
                        cancel
                    );
                return answer;
            }
        );
}
