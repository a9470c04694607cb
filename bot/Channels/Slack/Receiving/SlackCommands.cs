using ChatBot.Answering.Guarding;
using ChatBot.Learning.Feedback;

namespace ChatBot.Bot.Channels.Slack.Receiving;

/// <summary>Words that are meant for the bot itself, in messages and after <c>/ask</c>.</summary>
public sealed class SlackCommands(TopicSource topic, PreferenceStore preferences)
{
    /// <summary>Who I am; its examples become the suggested prompts of a new thread.</summary>
    public WelcomeReply Welcome { get; } =
        new(
            topic.Topic is { } file ? $"I answer questions about {file.Name}" : "I answer questions from your company's documents",
            [
                "Write to me directly, mention me in a channel, or use `/ask`, whose answer only you see. In a thread that I "
                    + "have answered, go on without a mention.",
                "I name my sources. React with a thumb or press a button to rate; press **Correct this** when I am wrong: an "
                    + "admin looks at it, and from then on the correction is the answer.",
                "My Home tab shows what you asked and how often I may ask you for a rating. `privacy` says what is kept.",
            ],
            topic.Topic is { } examples ? [.. examples.InScope.Take(4)] : []
        );

    /// <summary>The reply to a command, or null where the text is a question.</summary>
    public async Task<Reply?> ReplyAsync(string text, string workspace, string user, CancellationToken cancel)
    {
        switch (text.Trim().TrimStart('/').TrimEnd('.', '!', '?').ToLowerInvariant())
        {
            case "" or "help":
                return Welcome;
            case "privacy":
                return new NoticeReply(
                    "I keep your questions and my answers without personal data, under a pseudonym, with your ratings and "
                        + "corrections. Your admins delete them on request."
                );
            case "feedback off":
                return await PreferAsync(
                    workspace,
                    user,
                    preference => preference with { OptOut = true },
                    "I will not ask you for ratings any more. The buttons stay.",
                    cancel
                );
            case "feedback on":
                return await PreferAsync(
                    workspace,
                    user,
                    preference => preference with { OptOut = false },
                    "I will ask you for a detailed rating now and then.",
                    cancel
                );
            default:
                return null;
        }
    }

    private async Task<Reply> PreferAsync(
        string workspace,
        string user,
        Func<Preference, Preference> change,
        string said,
        CancellationToken cancel
    )
    {
        await preferences.SetAsync(workspace, user, change(await preferences.GetAsync(workspace, user, cancel)), cancel);
        return new NoticeReply(said);
    }
}
