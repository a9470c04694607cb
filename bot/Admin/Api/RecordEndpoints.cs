using System.Security.Claims;
using ChatBot.Bot.Admin.Records;
using ChatBot.Bot.Hosting.Problems;
using Microsoft.AspNetCore.Http.HttpResults;

namespace ChatBot.Bot.Admin.Api;

/// <summary><c>/api/admin/records</c>: the imported tables of a workspace, and how to be rid of one.</summary>
internal static class RecordEndpoints
{
    private const int LongestShown = 200;

    /// <param name="admin">The group that admits admins.</param>
    public static void MapRecords(this IEndpointRouteBuilder admin)
    {
        var records = admin.MapGroup("/records");
        records
            .MapGet(
                "",
                async (RecordCatalog catalog, CancellationToken cancel, string? workspace = null) =>
                    TypedResults.Ok(new RecordSourceList(await catalog.ListAsync(workspace!, cancel)))
            )
            .WithSummary("Imported tables: rows, columns and their values, and what the last import did.");
        records
            .MapDelete("", ForgetAsync)
            .WithSummary("Forget a table with all its rows; its source is as the list names it.")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<Results<Ok<ForgottenRecords>, ProblemHttpResult>> ForgetAsync(
        RecordCatalog catalog,
        ClaimsPrincipal who,
        CancellationToken cancel,
        string? source = null,
        string? workspace = null
    )
    {
        if (string.IsNullOrWhiteSpace(source))
            return Problem.Invalid(ProblemCodes.SourceMissing, "Say in \"source\" which table, as the list names it.");
        return await catalog.ForgetAsync(workspace!, source, AdminRequest.Actor(who), cancel) is { } rows
            ? TypedResults.Ok(new ForgottenRecords(rows))
            : Problem.Missing(
                ProblemCodes.UnknownSource,
                $"There are no records of {(source.Length <= LongestShown ? source : source[..LongestShown])} in this workspace."
            );
    }
}

public sealed record RecordSourceList(IReadOnlyList<CatalogSource> Sources);

/// <param name="Rows">How many went.</param>
public sealed record ForgottenRecords(long Rows);
