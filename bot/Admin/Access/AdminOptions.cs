using System.ComponentModel.DataAnnotations;

namespace ChatBot.Bot.Admin.Access;

/// <summary>Section <c>Admin</c>: who may decide, and where they are told.</summary>
public sealed class AdminOptions : IValidatableObject
{
    public const string Section = "Admin";

    /// <summary>
    /// The admin key. Empty: one is made at first start and kept in the data directory as <see cref="AdminKey.FileName"/>.
    /// </summary>
    public string ApiKey { get; set; } = "";

    /// <summary>A second key, for people who only read and decide corrections. Empty: there is none.</summary>
    public string ReviewerKey { get; set; } = "";

    /// <summary>Entra object ids of admins.</summary>
    public IList<string> TeamsUsers { get; } = [];

    /// <summary>Teams conversation that reviews corrections.</summary>
    public string TeamsConversation { get; set; } = "";

    /// <summary>Where admins' notices are posted as JSON, for any other program; empty: nowhere.</summary>
    public string WebhookUrl { get; set; } = "";

    /// <summary>The key that signs these posts; a URL without one is refused.</summary>
    public string WebhookSecret { get; set; } = "";

    public IEnumerable<ValidationResult> Validate(ValidationContext context)
    {
        if (ReviewerKey.Trim() is { Length: > 0 and < 16 })
            yield return new ValidationResult("Admin:ReviewerKey needs at least 16 characters.");
        if (ReviewerKey.Trim().Length > 0 && ReviewerKey.Trim() == ApiKey.Trim())
            yield return new ValidationResult("Admin:ReviewerKey is the same as Admin:ApiKey: then reviewers would be admins.");
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
