using System.ComponentModel.DataAnnotations;
using System.Net;
using ChatBot.Storage;

namespace ChatBot.Bot.Access.SignIn;

/// <summary>
/// Section <c>SignIn</c>: an OpenID Connect provider (Entra ID, Google, Keycloak and others) with which people sign in. Empty: they sign in
/// with keys only.
/// </summary>
public sealed class SignInOptions : IValidatableObject
{
    public const string Section = "SignIn";

    /// <summary>Providers that know people of every company: who signs in there has shown nothing about belonging here.</summary>
    private static readonly string[] KnowsEverybody =
    [
        "https://accounts.google.com",
        "https://login.microsoftonline.com/common",
        "https://login.microsoftonline.com/organizations",
        "https://login.microsoftonline.com/consumers",
    ];

    /// <summary>The provider's address, e.g. <c>https://login.microsoftonline.com/TENANT/v2.0</c>.</summary>
    public string Authority { get; set; } = "";

    public string ClientId { get; set; } = "";

    public string ClientSecret { get; set; } = "";

    /// <summary>What the button calls the provider.</summary>
    public string Name { get; set; } = "your company account";

    /// <summary>The workspace that people who sign in belong to.</summary>
    public string Workspace { get; set; } = Workspaces.Default;

    /// <summary>Mail domains that may ask, by verified address. Empty: everybody whom the provider knows.</summary>
    public IList<string> Domains { get; } = [];

    /// <summary>
    /// Who is an admin, or a reviewer: verified mail addresses, subjects (<c>sub</c>, for Entra ID <c>oid</c>), or values of the token's
    /// <c>roles</c> or <c>groups</c>.
    /// </summary>
    public IList<string> Admins { get; } = [];

    /// <inheritdoc cref="Admins"/>
    public IList<string> Reviewers { get; } = [];

    internal bool IsOffered => Authority.Length > 0;

    public IEnumerable<ValidationResult> Validate(ValidationContext context)
    {
        if (!IsOffered)
        {
            if (ClientId.Length > 0 || ClientSecret.Length > 0)
                yield return new ValidationResult("SignIn:Authority is empty: name the provider, or leave the section out.");
            yield break;
        }
        if (!IsSafe(Authority))
            yield return new ValidationResult("SignIn:Authority must be an https address.");
        if (ClientId.Length == 0 || ClientSecret.Length == 0)
            yield return new ValidationResult("SignIn:ClientId and SignIn:ClientSecret are needed; the provider gives both.");
        if (Workspace is "" or Workspaces.All)
            yield return new ValidationResult("SignIn:Workspace must be one workspace.");
        if (Domains.Count == 0 && KnowsEverybody.Any(known => Authority.StartsWith(known, StringComparison.OrdinalIgnoreCase)))
            yield return new ValidationResult($"{Authority} knows people of every company: say in SignIn:Domains whose may ask.");
    }

    private static bool IsSafe(string address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri)
        && (uri.Scheme == "https" || (uri.Scheme == "http" && IPAddress.TryParse(uri.Host, out var ip) && IPAddress.IsLoopback(ip)));
}
