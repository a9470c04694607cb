using ChatBot.Bot.Hosting.Problems;
using ChatBot.Bot.Turns.Undelivered;
using Microsoft.AspNetCore.Http.HttpResults;

namespace ChatBot.Bot.Admin.Api;

/// <summary><c>/api/admin/deadletters</c>: see what was given up on, send it again, or drop it.</summary>
public static class DeadLetterEndpoints
{
    /// <param name="admin">The group that admits admins.</param>
    public static void MapDeadLetters(this IEndpointRouteBuilder admin)
    {
        var letters = admin.MapGroup("/deadletters");
        letters
            .MapGet(
                "",
                async (DeadLetters dead, CancellationToken cancel, string? workspace = null) =>
                    TypedResults.Ok(new DeadLetterList(await dead.ListAsync(workspace!, cancel: cancel)))
            )
            .WithSummary("Messages that could not be answered and replies that could not be delivered, newest first.");
        letters
            .MapPost(
                "/{id}/resend",
                async Task<Results<NoContent, ProblemHttpResult>> (
                    string id,
                    DeadLetters dead,
                    CancellationToken cancel,
                    string? workspace = null
                ) => await dead.ResendAsync(workspace!, id, cancel) ? TypedResults.NoContent() : Unknown(id)
            )
            .WithSummary("Put a dead letter back into its queue.")
            .ProducesProblem(StatusCodes.Status404NotFound);
        letters
            .MapDelete(
                "/{id}",
                async Task<Results<NoContent, ProblemHttpResult>> (
                    string id,
                    DeadLetters dead,
                    CancellationToken cancel,
                    string? workspace = null
                ) => await dead.DropAsync(workspace!, id, cancel) ? TypedResults.NoContent() : Unknown(id)
            )
            .WithSummary("Forget a dead letter.")
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static ProblemHttpResult Unknown(string id) =>
        Problem.Missing(ProblemCodes.UnknownDeadLetter, $"There is no dead letter {(id.Length <= 64 ? id : id[..64])} in this workspace.");
}

public sealed record DeadLetterList(IReadOnlyList<DeadLetter> DeadLetters);
