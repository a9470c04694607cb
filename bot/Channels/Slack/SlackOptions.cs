using System.ComponentModel.DataAnnotations;

namespace ChatBot.Bot.Channels.Slack;

/// <summary>Section <c>Slack</c>. Nothing set: Slack is not connected.</summary>
public sealed class SlackOptions : IValidatableObject
{
    public const string Section = "Slack";

    /// <summary>Signs what Slack posts to us; without it the HTTP endpoints refuse everything.</summary>
    public string SigningSecret { get; set; } = "";

    /// <summary>Token of the one workspace that the bot serves (xoxb-…); its people are the default workspace.</summary>
    public string BotToken { get; set; } = "";

    /// <summary>App-level token (xapp-…): events come through Socket Mode, and no public address is needed.</summary>
    public string AppToken { get; set; } = "";

    /// <summary>Connections held open in Socket Mode; with two, a refresh of one leaves no gap.</summary>
    [Range(1, 10)]
    public int SocketConnections { get; set; } = 2;

    /// <summary>The Web API's address.</summary>
    [Url]
    public string ApiUrl { get; set; } = "https://slack.com/api/";

    /// <summary>Of the app that several workspaces install through <c>/slack/install</c>; instead of <see cref="BotToken"/>.</summary>
    public string ClientId { get; set; } = "";

    public string ClientSecret { get; set; } = "";

    /// <summary>Where people are sent to allow the installation.</summary>
    [Url]
    public string AuthorizeUrl { get; set; } = "https://slack.com/oauth/v2/authorize";

    /// <summary>In a thread where the bot has answered, it also answers what does not mention it.</summary>
    public bool FollowUps { get; set; } = true;

    /// <summary>In channels shared with other companies, also answer these companies' people.</summary>
    public bool AnswerStrangers { get; set; }

    /// <summary>How long one call of the Web API may take.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:01:00")]
    public TimeSpan CallTimeout { get; set; } = TimeSpan.FromSeconds(15);

    public bool IsConnected => BotToken.Length > 0 || ClientId.Length > 0;

    public bool TakesHttp => SigningSecret.Length > 0 && IsConnected;

    public bool TakesSockets => AppToken.Length > 0;

    public IEnumerable<ValidationResult> Validate(ValidationContext context)
    {
        if (BotToken.Length > 0 && ClientId.Length > 0)
            yield return new(
                "Slack:BotToken (one workspace) and Slack:ClientId (workspaces that install the app) cannot be used together: "
                    + "remove one of them."
            );
        if (IsConnected && SigningSecret.Length == 0 && AppToken.Length == 0)
            yield return new(
                "Slack:SigningSecret is not set: copy it from the app's Basic Information page, or set Slack:AppToken for Socket Mode."
            );
        if (!IsConnected && SigningSecret.Length + AppToken.Length > 0)
            yield return new("Slack:BotToken is not set: copy it from the app's OAuth page, or set Slack:ClientId and Slack:ClientSecret.");
        if (BotToken.Length > 0 && !BotToken.StartsWith("xoxb-", StringComparison.Ordinal))
            yield return new("Slack:BotToken is not a bot token: it starts with xoxb-.");
        if (AppToken.Length > 0 && !AppToken.StartsWith("xapp-", StringComparison.Ordinal))
            yield return new("Slack:AppToken is not an app-level token: it starts with xapp-.");
        if (ClientId.Length > 0 && ClientSecret.Length == 0)
            yield return new("Slack:ClientId is set and Slack:ClientSecret is not: copy it from the app's Basic Information page.");
    }
}
