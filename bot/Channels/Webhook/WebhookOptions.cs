using System.ComponentModel.DataAnnotations;

namespace ChatBot.Bot.Channels.Webhook;

/// <summary>Section <c>Admin</c>, as far as it concerns the webhook.</summary>
public sealed class WebhookOptions : IValidatableObject
{
    public const string Section = "Admin";

    /// <summary>Where admins' notices are posted as JSON, for any other program; empty: nowhere.</summary>
    public string WebhookUrl { get; set; } = "";

    /// <summary>The key that signs these posts; a URL without one is refused.</summary>
    public string WebhookSecret { get; set; } = "";

    public IEnumerable<ValidationResult> Validate(ValidationContext context)
    {
        if (WebhookUrl.Length == 0)
            yield break;
        if (!Uri.TryCreate(WebhookUrl, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
            yield return new ValidationResult("Admin:WebhookUrl is not an http or https address.");
        if (WebhookSecret.Length < 16)
            yield return new ValidationResult(
                "Admin:WebhookSecret needs at least 16 characters: receivers tell our posts from others' by it."
            );
    }
}
