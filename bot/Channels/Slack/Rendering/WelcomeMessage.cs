using System.Text.Json.Nodes;

namespace ChatBot.Bot.Channels.Slack.Rendering;

/// <summary>What the bot says of itself, and its plain words.</summary>
internal static class WelcomeMessage
{
    private const int MostLines = 20;
    private const int LongestNotice = 3000;

    public static SlackMessage Of(WelcomeReply welcome, Richness richness)
    {
        var title = Mrkdwn.Plain(welcome.Title, Blocks.LongestHeader);
        var lines = welcome.Lines.Take(MostLines).Select(line => Mrkdwn.Of(line, 600)).ToList();
        if (richness == Richness.TextOnly)
            return new SlackMessage(string.Join("\n", [title, .. lines]), null);
        List<JsonObject> blocks = [Blocks.Header(welcome.Title), .. lines.Select(line => Blocks.Section(line))];
        if (welcome.Examples.Count > 0)
            blocks.Add(
                Blocks.Context(
                    "For example: "
                        + string.Join(
                            " · ",
                            welcome.Examples.Take(3).Select(example => $"_{Mrkdwn.Plain(example.Replace('_', ' '), 120)}_")
                        )
                )
            );
        return new SlackMessage(title, Blocks.Array(blocks));
    }

    /// <param name="to">User id of the person that it is meant for, who then sees that it is; null where that is plain.</param>
    public static SlackMessage Notice(string markdown, string? to)
    {
        var text = Mrkdwn.Of(markdown, LongestNotice - 30);
        return new SlackMessage(to is { Length: > 0 } ? $"<@{to}> {text}" : text, null);
    }
}
