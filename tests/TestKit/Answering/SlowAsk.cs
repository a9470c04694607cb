using ChatBot.Answering;
using ChatBot.Bot.Turns.Receiving;
using ChatBot.Interactions;
using ChatBot.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace ChatBot.TestKit.Answering;

/// <summary>In the place of <see cref="Asking"/>: the real answer, told and held back as a slow model would.</summary>
/// <param name="tell">Given the answer's text and who listens; ends when the answer may be stored.</param>
public sealed class SlowAsk(Func<string, IAnswerWatcher, CancellationToken, Task> tell)
{
    /// <summary>Puts it into an application, as an argument of <c>StartAsync</c>.</summary>
    public void Install(IServiceCollection services) =>
        services.AddSingleton<Ask>(provider =>
            async (question, alongside, cancel, watcher) =>
            {
                var answer = await provider.GetRequiredService<Answerer>().AnswerAsync(question, cancel);
                if (watcher is not null)
                    await tell(answer.Text, watcher, cancel);
                await provider
                    .GetRequiredService<IDatabase>()
                    .WriteAsync(
                        question.Workspace,
                        async transaction =>
                        {
                            await provider.GetRequiredService<InteractionStore>().SaveAsync(transaction, question, answer, cancel);
                            await alongside!(transaction, answer);
                        },
                        cancel
                    );
                return answer;
            }
        );

    /// <summary>The halves of a text, cut behind a sentence where it has one: joined they are the text.</summary>
    public static (string First, string Second) Halves(string text)
    {
        var end = text.IndexOf(". ", StringComparison.Ordinal) is var found and > 0 ? found + 1 : text.Length / 2;
        return (text[..end], text[end..]);
    }
}
