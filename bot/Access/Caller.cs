using System.Security.Claims;
using ChatBot.Bot.Hosting.Problems;
using ChatBot.Storage;
using Microsoft.AspNetCore.Http.HttpResults;

namespace ChatBot.Bot.Access;

/// <summary>Who calls, as the credential says and never the request's body.</summary>
/// <param name="Id">Of the credential or the person: a key's, a signed-in person's, a browser's. Empty for this machine's own.</param>
/// <param name="Name">As people are told it.</param>
/// <param name="Role">One of <see cref="Roles"/>.</param>
/// <param name="Scope">The workspace that it holds in, or <see cref="Workspaces.All"/>.</param>
/// <param name="NamesPeople">Whether the caller speaks for people that it names: programs do, a person speaks for nobody else.</param>
public sealed record Caller(string Id, string Name, string Role, string Scope, bool NamesPeople)
{
    private const string ScopeClaim = "scope";
    private const string NamesPeopleClaim = "names-people";

    /// <summary>The caller whom an authentication of ours let in.</summary>
    public static Caller Of(ClaimsPrincipal user) =>
        new(
            user.FindFirstValue(ClaimTypes.NameIdentifier) ?? "",
            user.Identity?.Name ?? "",
            user.FindFirstValue(ClaimTypes.Role) ?? "",
            user.FindFirstValue(ScopeClaim) ?? "",
            user.HasClaim(claim => claim.Type == NamesPeopleClaim)
        );

    public ClaimsPrincipal ToPrincipal(string scheme, params IEnumerable<Claim> more) =>
        new(
            new ClaimsIdentity(
                [
                    new Claim(ClaimTypes.NameIdentifier, Id),
                    new Claim(ClaimTypes.Name, Name),
                    new Claim(ClaimTypes.Role, Role),
                    new Claim(ScopeClaim, Scope),
                    .. NamesPeople ? [new Claim(NamesPeopleClaim, "true")] : Array.Empty<Claim>(),
                    .. more,
                ],
                scheme
            )
        );

    /// <summary>The workspace meant where none is named.</summary>
    public string Home => Scope == Workspaces.All ? Workspaces.Default : Scope;

    public bool MayEnter(string workspace) => Scope.Length > 0 && (Scope == Workspaces.All || Scope == workspace);

    /// <summary>The workspace of a request, which may name it but not choose one that the credential does not open.</summary>
    /// <param name="named">As the request names it; null where it names none.</param>
    /// <returns>The problem, or null.</returns>
    public ProblemHttpResult? Enter(string? named, out string workspace)
    {
        workspace = named ?? Home;
        return RequestIds.Fault("workspace", named)
            ?? (
                MayEnter(workspace)
                    ? null
                    : Problem.Of(
                        StatusCodes.Status403Forbidden,
                        ProblemCodes.OtherWorkspace,
                        "Your credential belongs to another workspace. Leave workspace out, or use a credential of that one."
                    )
            );
    }

    /// <summary>The person that a request speaks for; empty where nobody can be told from anybody.</summary>
    /// <param name="named">Whom the request names: counts only from a program, and beneath its own id.</param>
    public string PersonOf(string? named) =>
        !NamesPeople || string.IsNullOrEmpty(named) ? Id
        : Id.Length == 0 ? named
        : $"{Id}/{named}";
}
