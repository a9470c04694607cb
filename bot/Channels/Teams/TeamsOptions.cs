using System.ComponentModel.DataAnnotations;

namespace ChatBot.Bot.Channels.Teams;

/// <summary>Section <c>Teams</c>.</summary>
public sealed class TeamsOptions : IValidatableObject
{
    public const string Section = "Teams";

    /// <summary>The bot's Entra application id; empty: Teams is not connected.</summary>
    public string AppId { get; set; } = "";

    /// <summary>The application's client secret.</summary>
    public string AppPassword { get; set; } = "";

    /// <summary>
    /// The tenant of a single-tenant bot, the only kind that can be registered today. Its people are the default workspace.
    /// </summary>
    public string TenantId { get; set; } = "";

    /// <summary>Where the keys of the Bot Framework's tokens are described.</summary>
    [Url]
    public string OpenIdMetadataUrl { get; set; } = "https://login.botframework.com/v1/.well-known/openidconfiguration";

    /// <summary>Where the keys of Entra's own tokens are described; empty: the tenant's address.</summary>
    public string EntraMetadataUrl { get; set; } = "";

    /// <summary>Where our own token comes from; empty: the tenant's address, or the Bot Framework's for a bot without one.</summary>
    public string TokenUrl { get; set; } = "";

    /// <summary>
    /// Accepts activities without a token, from this machine only: for a local test client. Never with an <see cref="AppId"/>.
    /// </summary>
    public bool AllowAnonymous { get; set; }

    /// <summary>
    /// In a thread where the bot has answered, it also answers what does not mention it (needs the app's permission to read channel
    /// messages).
    /// </summary>
    public bool FollowUps { get; set; } = true;

    /// <summary>Members of <c>Admin:TeamsConversation</c> may decide corrections, besides <c>Admin:TeamsUsers</c>.</summary>
    public bool AdminConversationDecides { get; set; }

    /// <summary>Who grants our own token.</summary>
    internal string Authority => "https://login.microsoftonline.com/" + (TenantId.Length > 0 ? TenantId : "botframework.com");

    public bool IsConnected => AppId.Length > 0 || AllowAnonymous;

    public IEnumerable<ValidationResult> Validate(ValidationContext context)
    {
        if (AppId.Length > 0 && AllowAnonymous)
            yield return new ValidationResult("Teams:AllowAnonymous cannot be used together with Teams:AppId: remove one of them.");
        if (AppId.Length > 0 && AppPassword.Length == 0)
            yield return new ValidationResult(
                "Teams:AppId is set and Teams:AppPassword is not: add the client secret of the app registration."
            );
        if (AppId.Length > 0 && !Guid.TryParse(AppId, out _))
            yield return new ValidationResult("Teams:AppId is not an application id (a GUID).");
        if (TenantId.Length > 0 && !Guid.TryParse(TenantId, out _))
            yield return new ValidationResult("Teams:TenantId is not a tenant id (a GUID).");
        foreach (var (key, url) in new[] { (nameof(TokenUrl), TokenUrl), (nameof(EntraMetadataUrl), EntraMetadataUrl) })
            if (url.Length > 0 && !Uri.TryCreate(url, UriKind.Absolute, out _))
                yield return new ValidationResult($"Teams:{key} is not an absolute URL.");
    }
}
