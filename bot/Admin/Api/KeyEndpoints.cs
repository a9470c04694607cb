using System.Security.Claims;
using ChatBot.Bot.Access.Keys;
using ChatBot.Bot.Hosting.Problems;
using Microsoft.AspNetCore.Http.HttpResults;

namespace ChatBot.Bot.Admin.Api;

/// <summary><c>/api/admin/keys</c>: keys for programs and people that ask, review or administer.</summary>
internal static class KeyEndpoints
{
    public static void MapKeys(this IEndpointRouteBuilder admins)
    {
        var keys = admins.MapGroup("/keys");
        keys.MapGet("", ListAsync).WithSummary("The workspace's keys, newest first; never the keys themselves.");
        keys.MapPost("", MakeAsync).WithSummary("Make a key. It is shown this once.");
        keys.MapDelete("/{id}", RevokeAsync).WithSummary("End a key, and the sessions that were opened with it.");
    }

    private static async Task<Ok<KeyList>> ListAsync(string? workspace, ApiKeys keys, CancellationToken cancel) =>
        TypedResults.Ok(new KeyList(await keys.ListAsync(workspace!, cancel)));

    private static async Task<Results<Ok<KeyMade>, ProblemHttpResult>> MakeAsync(
        KeyBody? body,
        ClaimsPrincipal who,
        ApiKeys keys,
        CancellationToken cancel
    )
    {
        if (body is null)
            return RequestBody.Missing();
        if (ApiKeys.FaultOf(body.Name, body.Role) is { } fault)
            return Refused(fault);
        var (made, key) = await keys.MakeAsync(body.Workspace!, body.Name!.Trim(), body.Role!, AdminRequest.Actor(who), cancel);
        return TypedResults.Ok(new KeyMade(made.Id, key, made.Name, made.Role, made.Workspace));
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> RevokeAsync(
        string id,
        string? workspace,
        ClaimsPrincipal who,
        ApiKeys keys,
        CancellationToken cancel
    ) =>
        await keys.RevokeAsync(workspace!, id, AdminRequest.Actor(who), cancel)
            ? TypedResults.NoContent()
            : Problem.Missing(ProblemCodes.UnknownKey, "There is no such key in this workspace, or it is revoked already.");

    private static ProblemHttpResult Refused(KeyFault fault) =>
        Problem.Invalid(
            fault switch
            {
                KeyFault.NameMissing => ProblemCodes.NameMissing,
                KeyFault.NameInvalid => ProblemCodes.InvalidId,
                _ => ProblemCodes.UnknownRole,
            },
            fault.Message()
        );
}

/// <param name="Role">asker, reviewer or admin.</param>
public sealed record KeyBody(string? Name, string? Role, string? Workspace = null);

/// <param name="Key">To be sent as <c>Authorization: Bearer</c>. Nobody can be shown it again.</param>
public sealed record KeyMade(string Id, string Key, string Name, string Role, string Workspace);

public sealed record KeyList(IReadOnlyList<ApiKey> Keys);
