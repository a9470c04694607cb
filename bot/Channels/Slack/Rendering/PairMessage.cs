using System.Text.Json.Nodes;
using ChatBot.Learning.Registry;

namespace ChatBot.Bot.Channels.Slack.Rendering;

/// <summary>Two answers to compare; compared, what was picked and who wrote which.</summary>
internal static class PairMessage
{
    private const int LongestPart = 2500;
    private const int LongestPage = 300;

    public static SlackMessage Of(AnswerPair pair, Richness richness)
    {
        var title = BlindPair.Title(pair);
        var isOpen = pair.Picked.Length == 0;
        List<string> parts =
        [
            $"*{title}*",
            $"*Question*\n{Mrkdwn.WithAddresses(pair.Question, LongestPart)}",
            .. BlindPair
                .Answers(pair)
                .Select(answer => $"*{Mrkdwn.Plain(answer.Heading, Blocks.LongestHeader)}*\n{Mrkdwn.Of(answer.Text, LongestPart)}"),
        ];
        if (richness == Richness.TextOnly)
            return new SlackMessage(
                string.Join(
                    "\n\n",
                    isOpen ? parts.Append($"Pick on the bot's server: {Mrkdwn.Plain(BlindPair.Page(pair), LongestPage)}") : parts
                ),
                null
            );
        var blocks = parts.Select(part => Blocks.Section(part));
        return new SlackMessage(title, Blocks.Array(isOpen ? blocks.Append(Buttons(pair)) : blocks));
    }

    private static JsonObject Buttons(AnswerPair pair) =>
        Blocks.Actions(
            "pair",
            [.. BlindPair.Picks.Select(choice => (JsonNode)Blocks.Button(ActionIds.Of(choice.Pick), choice.Label, pair.Id))]
        );
}
