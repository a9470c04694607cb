using System.Text.Json.Nodes;
using ChatBot.Answering;

namespace ChatBot.Bot.Channels.Teams.Rendering;

/// <summary>
/// The one root entity by which Teams marks a message as written by a machine and shows its citations at their [n] labels.
/// Source: learn.microsoft.com/microsoftteams/platform/bots/how-to/bot-messages-ai-generated-content. At most 20 citations,
/// names up to 80 and abstracts up to 160 characters.
/// </summary>
internal static class AiEntity
{
    private const int MostCitations = 20;
    private const int LongestName = 80;
    private const int LongestAbstract = 160;
    private const int LongestUrl = 500;

    /// <param name="size">0 names all; each further step half as many, for a message that is too large.</param>
    public static JsonArray Of(Answer answer, int size)
    {
        var entity = new JsonObject
        {
            ["type"] = "https://schema.org/Message",
            ["@type"] = "Message",
            ["@context"] = "https://schema.org",
        };
        // A correction is a person's words, approved by another person.
        if (answer.Outcome != Outcome.Corrected)
            entity["additionalType"] = new JsonArray("AIGeneratedContent");
        if (answer.Sources.Count > 0 && answer.Outcome != Outcome.NoAnswer)
            entity["citation"] = new JsonArray([.. answer.Sources.Take(MostCitations >> size).Select(Claim)]);
        return [entity];
    }

    private static JsonObject Claim(Source source)
    {
        var document = new JsonObject
        {
            ["@type"] = "DigitalDocument",
            ["name"] = CardText.Shorten(source.Title.Length > 0 ? source.Title : source.Uri, LongestName),
        };
        // Teams refuses an empty abstract.
        document["abstract"] = CardText.Shorten(
            source.Excerpt.Trim() is { Length: > 0 } excerpt ? excerpt : "Source of this answer",
            LongestAbstract
        );
        if (WebAddress.Of(source.Link) is { Length: <= LongestUrl } link)
            document["url"] = link;
        return new JsonObject
        {
            ["@type"] = "Claim",
            ["position"] = source.Number,
            ["appearance"] = document,
        };
    }
}
