using ChatBot.Bot.Channels.Web.Api;
using ChatBot.Bot.Hosting.Limits;
using ChatBot.Bot.Hosting.Problems;
using ChatBot.Storage;

namespace ChatBot.Bot.Channels.Web.Local;

/// <summary>
/// <c>POST /cli/ask</c>: what the verb <c>ask</c> of this machine asks a running bot. Whoever cannot read the data folder
/// finds nothing here.
/// </summary>
internal static class LocalAsking
{
    public const string Address = "/cli/ask";
    public const string Channel = "cli";

    public static IServiceCollection AddLocalAsking(this IServiceCollection services) =>
        services.AddSingleton<RunningNotice>().AddHostedService(provider => provider.GetRequiredService<RunningNotice>());

    public static void MapLocalAsking(this IEndpointRouteBuilder routes) =>
        routes.MapPost(Address, AskAsync).AllowAnonymous().ExcludeFromDescription();

    private static async Task<IResult> AskAsync(
        AskRequest? request,
        HttpContext context,
        RunningNotice notice,
        WebAsking asking,
        CancellationToken cancel
    )
    {
        if (!context.IsLocal() || !notice.Knows(context.Request.Headers[RunningBot.SecretHeader]))
            return Problem.Missing(ProblemCodes.NotFound, "There is nothing at this address.");
        if (request is null)
            return RequestBody.Missing();
        return RequestText.Fault("question", ProblemCodes.QuestionMissing, request.Question)
            ?? RequestIds.Fault("workspace", request.Workspace)
            ?? (IResult)
                TypedResults.Ok(
                    await asking.AskAsync(
                        new AskedOverHttp(request.Question!, Channel, request.Workspace ?? Workspaces.Default, "", null),
                        cancel
                    )
                );
    }
}
