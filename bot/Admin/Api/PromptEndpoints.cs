using System.Security.Claims;
using ChatBot.Bot.Hosting.Problems;
using ChatBot.Learning.Lessons;

namespace ChatBot.Bot.Admin.Api;

/// <summary><c>/api/admin/prompts</c>: prompt versions, their differences, and which one is active.</summary>
internal static class PromptEndpoints
{
    public static void MapPrompts(this IEndpointRouteBuilder admins)
    {
        var prompts = admins.MapGroup("/prompts");
        prompts
            .MapGet("", ListAsync)
            .Produces<IReadOnlyList<StoredPrompt>>()
            .WithSummary("All versions, newest first; the shipped one last.");
        prompts.MapGet("/{id}", FindAsync).Produces<StoredPrompt>().WithSummary("One version.");
        prompts
            .MapGet("/{id}/diff", DiffAsync)
            .Produces<PromptDiff>()
            .WithSummary("What changed from ?against=, else from the active version, to this one.");
        prompts.MapPost("", DraftAsync).Produces<StoredPrompt>().WithSummary("Add a draft.");
        prompts.MapPost("/{id}/activate", ActivateAsync).Produces<PromptActivated>().WithSummary("Make this version the active one.");
        prompts
            .MapPost("/rollback", RollBackAsync)
            .Produces<PromptActivated>()
            .WithSummary("Go back to the version that was active before.");
    }

    private static async Task<IResult> ListAsync(string? workspace, PromptVersionStore prompts, CancellationToken cancel) =>
        TypedResults.Ok(await prompts.ListAsync(workspace!, cancel));

    private static async Task<IResult> FindAsync(string id, string? workspace, PromptVersionStore prompts, CancellationToken cancel)
    {
        return await prompts.FindAsync(workspace!, id, cancel) is { } found ? TypedResults.Ok(found) : Unknown();
    }

    private static async Task<IResult> DiffAsync(
        string id,
        string? against,
        string? workspace,
        PromptVersionStore prompts,
        CancellationToken cancel
    )
    {
        var versions = await prompts.ListAsync(workspace!, cancel);
        var after = versions.FirstOrDefault(version => version.Id == id);
        var before = versions.FirstOrDefault(version => against is null ? version.Status == "active" : version.Id == against);
        return after is null || before is null
            ? Unknown()
            : TypedResults.Ok(
                new PromptDiff(
                    before.Id,
                    after.Id,
                    LineDiff.Between(before.Template, after.Template),
                    LineDiff.Between(before.Mistakes, after.Mistakes)
                )
            );
    }

    private static async Task<IResult> DraftAsync(
        PromptBody? body,
        ClaimsPrincipal who,
        PromptVersionStore prompts,
        CancellationToken cancel
    )
    {
        if (body is null)
            return RequestBody.Missing();
        var workspace = body.Workspace!;
        if (AdminRequest.Text("note", body.Note) is { } fault)
            return fault;
        var (draft, refused) = await prompts.DraftAsync(
            workspace!,
            body.Template ?? "",
            body.Mistakes ?? "",
            body.Note ?? "",
            "admin",
            AdminRequest.Actor(who),
            cancel
        );
        return draft is null ? Problem.Invalid(ProblemCodes.InvalidPrompt, refused!) : TypedResults.Ok(draft);
    }

    private static async Task<IResult> ActivateAsync(
        string id,
        string? workspace,
        ClaimsPrincipal who,
        PromptVersionStore prompts,
        CancellationToken cancel
    )
    {
        return await prompts.ActivateAsync(workspace!, id, AdminRequest.Actor(who), cancel)
            ? TypedResults.Ok(new PromptActivated(id))
            : Unknown();
    }

    private static async Task<IResult> RollBackAsync(
        string? workspace,
        ClaimsPrincipal who,
        PromptVersionStore prompts,
        CancellationToken cancel
    ) => TypedResults.Ok(new PromptActivated(await prompts.RollBackAsync(workspace!, AdminRequest.Actor(who), cancel)));

    private static IResult Unknown() => Problem.Missing(ProblemCodes.UnknownPrompt, "There is no such prompt version in this workspace.");
}

/// <param name="Template">System text with the placeholders {topic}, {max_words} and {mistakes}.</param>
/// <param name="Mistakes">What {mistakes} stands for.</param>
public sealed record PromptBody(string? Template, string? Mistakes = null, string? Note = null, string? Workspace = null);

public sealed record PromptDiff(string Before, string After, IReadOnlyList<DiffLine> Template, IReadOnlyList<DiffLine> Mistakes);

/// <param name="Active">Id of the version that is active now.</param>
public sealed record PromptActivated(string Active);
