using System.Security.Claims;

namespace ChatBot.Bot.Access.SignIn;

/// <summary>What a provider's verified id token makes of a person.</summary>
internal static class SignedInPerson
{
    /// <summary>Entra ID names a person by <c>oid</c> in every application alike.</summary>
    private static readonly string[] Subjects = ["oid", "sub"];

    private const string Prefix = "person/";

    private static readonly string[] Vouched = ["email_verified", "xms_edov"];

    private static readonly string[] Memberships = ["roles", "groups"];

    /// <summary>Whether an id is an account's; who signs in with a key has another one each time.</summary>
    public static bool Is(string id) => id.StartsWith(Prefix, StringComparison.Ordinal);

    /// <returns>The caller, or null for somebody who may not ask here.</returns>
    public static Caller? Of(ClaimsPrincipal token, SignInOptions options)
    {
        var subject = Subjects.Select(token.FindFirstValue).FirstOrDefault(value => !string.IsNullOrEmpty(value));
        if (subject is null || token.FindFirstValue("iss") is not { } issuer)
            return null;
        var mail = VerifiedMail(token);
        if (options.Domains.Count > 0 && !options.Domains.Any(domain => IsOf(domain, mail)))
            return null;
        IReadOnlyList<string> known =
        [
            subject,
            .. mail is null ? Array.Empty<string>() : [mail],
            .. Memberships.SelectMany(token.FindAll).Select(claim => claim.Value),
        ];
        var role =
            Holds(options.Admins, known) ? Roles.Admin
            : Holds(options.Reviewers, known) ? Roles.Reviewer
            : Roles.Asker;
        var name = token.FindFirstValue("name") ?? mail ?? token.FindFirstValue("preferred_username") ?? subject;
        return new Caller($"{Prefix}{issuer}/{subject}", name, role, options.Workspace, NamesPeople: false);
    }

    /// <summary>
    /// Only an address that the provider says it has verified. Entra ID says so with <c>xms_edov</c>, where that claim is asked for.
    /// </summary>
    private static string? VerifiedMail(ClaimsPrincipal token) =>
        token.FindFirstValue("email") is { Length: > 0 } mail && Vouched.Any(claim => IsTrue(token, claim)) ? mail : null;

    private static bool IsTrue(ClaimsPrincipal token, string claim) =>
        token.FindFirstValue(claim) is { } value && (value.Equals("true", StringComparison.OrdinalIgnoreCase) || value == "1");

    private static bool IsOf(string domain, string? mail) =>
        mail is not null && mail.EndsWith("@" + domain.TrimStart('@'), StringComparison.OrdinalIgnoreCase);

    private static bool Holds(IEnumerable<string> named, IReadOnlyList<string> known) =>
        named.Any(name => name.Length > 0 && known.Contains(name, StringComparer.OrdinalIgnoreCase));
}
