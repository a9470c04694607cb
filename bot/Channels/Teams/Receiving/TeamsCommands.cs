using ChatBot.Answering.Guarding;
using ChatBot.Learning.Feedback;

namespace ChatBot.Bot.Channels.Teams.Receiving;

/// <summary>Words that are meant for the bot itself, with or without a slash before them.</summary>
public sealed class TeamsCommands(TopicSource topic, PreferenceStore preferences)
{
    private const int DefaultEvery = 5;

    /// <summary>What the bot says when it joins, is greeted by nothing but its name, or is asked for help.</summary>
    public WelcomeReply Welcome { get; } =
        new(
            topic.Topic is { } file ? $"I answer questions about {file.Name}" : "I answer questions from your company's documents",
            [
                "Ask in your own words: here, in a chat, or in a channel with a mention of me. Replies in the thread keep the context.",
                "Every answer names its sources. Rate it, and when it is wrong press **Correct this**: an admin looks at it, and "
                    + "from then on the correction is the answer.",
                "Say **help** for this, **privacy** for what is kept, **feedback off** or **feedback on** for whether I ask for ratings.",
            ],
            topic.Topic is { } examples ? examples.InScope : []
        );

    /// <summary>
    /// The reply to a command, or null where the text is a question. Changes of preference are made at once: repeating one changes nothing.
    /// </summary>
    public async Task<Reply?> ReplyAsync(string text, string workspace, string user, CancellationToken cancel) =>
        text.Trim().TrimStart('/').TrimEnd('.', '!', '?').ToLowerInvariant() switch
        {
            "" or "help" or "start" or "commands" => Welcome,
            "privacy" => new NoticeReply(
                "Kept: your questions and my answers with personal data taken out, under a pseudonym instead of your name, and "
                    + "your ratings and corrections. Your admins can delete all of it on request."
            ),
            "feedback off" => await PreferAsync(
                new Preference(DefaultEvery, OptOut: true),
                workspace,
                user,
                "I will not ask you for ratings any more. The buttons stay.",
                cancel
            ),
            "feedback on" => await PreferAsync(
                new Preference(DefaultEvery),
                workspace,
                user,
                $"I will ask you for a detailed rating once in {DefaultEvery} answers.",
                cancel
            ),
            _ => null,
        };

    private async Task<Reply> PreferAsync(Preference preference, string workspace, string user, string said, CancellationToken cancel)
    {
        await preferences.SetAsync(workspace, user, preference, cancel);
        return new NoticeReply(said);
    }
}
