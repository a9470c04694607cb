using System.Security.Claims;
using ChatBot.Bot.Channels;
using ChatBot.Bot.Hosting.Problems;
using ChatBot.Learning.Retention;
using ChatBot.Privacy;

namespace ChatBot.Bot.Admin.Api;

/// <summary><c>/api/admin/privacy</c>: forget a person, and keep texts no longer than wanted.</summary>
internal static class PrivacyEndpoints
{
    public static void MapPrivacy(this IEndpointRouteBuilder admins)
    {
        var privacy = admins.MapGroup("/privacy");
        privacy
            .MapPost("/erase", EraseAsync)
            .Produces<ErasureReport>()
            .WithSummary("Delete all that is stored of a person, by pseudonym or by channel and user id.");
        privacy.MapPost("/retention/run", RetainAsync).Produces<RetentionReport>().WithSummary("Empty texts older than some days now.");
    }

    private static async Task<IResult> EraseAsync(
        EraseBody? body,
        ClaimsPrincipal who,
        Erasure erasure,
        ApiUsers users,
        Pseudonyms pseudonyms,
        CancellationToken cancel
    )
    {
        if (body is null)
            return RequestBody.Missing();
        var workspace = body.Workspace!;
        if (
            (
                RequestIds.Fault("user", body.User)
                ?? RequestIds.Fault("channel", body.Channel)
                ?? RequestIds.Fault("pseudonym", body.Pseudonym)
            ) is
            { } fault
        )
            return fault;
        if ((body.User is null) == (body.Pseudonym is null))
            return Problem.Invalid(
                ProblemCodes.UserMissing,
                "Send either \"user\" (with \"channel\" for a platform's id) or \"pseudonym\"."
            );
        var person =
            body.Pseudonym
            ?? (
                body.Channel is null || HttpChannels.Has(body.Channel)
                    ? users.PseudonymOf(workspace!, body.User)
                    : pseudonyms.Of(workspace!, body.Channel, body.User!)
            );
        return TypedResults.Ok(await erasure.EraseAsync(workspace!, person, AdminRequest.Actor(who), cancel));
    }

    private static async Task<IResult> RetainAsync(
        RetentionBody? body,
        ClaimsPrincipal who,
        RetentionPass retention,
        CancellationToken cancel
    )
    {
        if (body is null)
            return RequestBody.Missing();
        var workspace = body.Workspace!;
        if (body.Days is null or < 1 or > 3660)
            return Problem.Invalid(ProblemCodes.InvalidDays, "days must be between 1 and 3660.");
        return TypedResults.Ok(new RetentionReport(await retention.RunAsync(workspace!, AdminRequest.Actor(who), body.Days, cancel)));
    }
}

/// <param name="User">The id that the person goes by in <paramref name="Channel"/>; the API's where no channel is named.</param>
public sealed record EraseBody(string? User = null, string? Channel = null, string? Pseudonym = null, string? Workspace = null);

/// <param name="Days">Texts older than this are emptied.</param>
public sealed record RetentionBody(int? Days, string? Workspace = null);

/// <param name="Interactions">How many were emptied.</param>
public sealed record RetentionReport(int Interactions);
