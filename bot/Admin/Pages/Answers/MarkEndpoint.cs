using ChatBot.Bot.Access;
using ChatBot.Bot.Access.SignIn;
using ChatBot.Bot.Admin.Api;
using ChatBot.Bot.Hosting.Problems;
using ChatBot.Learning.Lessons;
using Microsoft.AspNetCore.WebUtilities;

namespace ChatBot.Bot.Admin.Pages.Answers;

/// <summary>Takes the press that says whether a question belongs to the topic, from every page that lists questions.</summary>
internal static class MarkEndpoint
{
    /// <summary>What a form sends: out of scope, in scope, or the mark taken back.</summary>
    public const string Out = "out",
        In = "in",
        None = "none";

    public static void MapAnswerMark(this WebApplication app) =>
        app.MapPost("/admin/interactions/{id}/mark", MarkAsync)
            .RequireAuthorization(Doors.AdminPages)
            .AddEndpointFilter(SessionEndpoints.CheckTokenAsync)
            .ExcludeFromDescription();

    private static async Task<IResult> MarkAsync(string id, HttpContext http, ProposalStore proposals, CancellationToken cancel)
    {
        var form = await http.Request.ReadFormAsync(cancel);
        var mark = form["mark"].ToString();
        if (mark is not (Out or In or None))
            return Problem.Invalid(ProblemCodes.BadRequest, $"mark must be {Out}, {In} or {None}.");
        GuardMark? said = mark switch
        {
            Out => GuardMark.Miss,
            In => GuardMark.FalseBlock,
            _ => null,
        };
        if (!await proposals.MarkAsync(PersonSession.WorkspaceOf(http.User), id, said, AdminRequest.Actor(http.User), cancel))
            return Problem.Missing(ProblemCodes.UnknownInteraction, "There is no such interaction in this workspace.");
        var back = DeskAddress.Page(form["back"]) ?? DeskAddress.Interaction(id);
        return TypedResults.LocalRedirect(
            QueryHelpers.AddQueryString(back, new Dictionary<string, string?> { ["marked"] = id, ["as"] = mark })
        );
    }
}
