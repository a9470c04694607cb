using System.Text.Json.Nodes;
using AdaptiveCards;
using ChatBot.Bot.Hosting;
using ChatBot.Starting;

// A namespace beside the folder's name: within it, "AdaptiveCards" has to mean the package.
namespace ChatBot.Bot.Channels.Teams;

public static partial class TeamsRegistration
{
    static partial void AddCardParsing(IServiceCollection services) => services.AddHostedService<CardParsing>();
}

/// <summary>With the package AdaptiveCards (-p:FullFeed=true): its parser reads every card of this room before the bot starts.</summary>
internal sealed class CardParsing : IHostedService
{
    /// <exception cref="StartException">A card does not parse; the message names it.</exception>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var (name, json) in Rendering.CardTemplate.Shipped)
            try
            {
                AdaptiveCard.FromJson(WithoutPlaces(JsonNode.Parse(json)!)!.ToJsonString());
            }
            catch (AdaptiveSerializationException fault)
            {
                throw new StartException($"The card {name} is no Adaptive Card: {fault.Message}", fault);
            }
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>The template as a card: conditions and repetitions left out, places of lists empty, of a colour the default.</summary>
    private static JsonNode? WithoutPlaces(JsonNode? node) =>
        node switch
        {
            JsonObject shape => new JsonObject(
                shape
                    .Where(member => member.Key is not ("$when" or "$data"))
                    .Select(member => KeyValuePair.Create(member.Key, Filled(member.Key, member.Value)))
            ),
            JsonArray list => new JsonArray([.. list.Select(WithoutPlaces)]),
            _ => node?.DeepClone(),
        };

    private static JsonNode? Filled(string member, JsonNode? value) =>
        (
            member,
            value is JsonValue text && text.TryGetValue<string>(out var place) && place.StartsWith("${", StringComparison.Ordinal)
        ) switch
        {
            ("items" or "userIds", true) => new JsonArray(),
            ("color", true) => "default",
            _ => WithoutPlaces(value),
        };
}
