using ChatBot.Bot.Access;
using ChatBot.Bot.Channels.Web.Local;
using ChatBot.Bot.Hosting.Indexing;

namespace ChatBot.Bot.Channels.Web.Api;

/// <summary>The HTTP API for people's own tools. Its description for programs is at <c>/openapi/v1.json</c>.</summary>
public static class ApiRegistration
{
    public static IServiceCollection AddApi(this IServiceCollection services) =>
        services
            .AddSingleton<ApiUsers>()
            .AddSingleton<WebAsking>()
            .AddSingleton<Similar>()
            .AddSingleton<AnswerStreams>()
            .AddSingleton<IWarmUp, SilentQuestion>()
            .AddLocalAsking()
            .AddOpenApi(
                "v1",
                options =>
                    options.AddDocumentTransformer(
                        (document, _, _) =>
                        {
                            document.Info.Title = "ChatBot";
                            document.Info.Description =
                                "Answers from your own documents, with their sources. Errors are application/problem+json with a "
                                + "stable \"code\".";
                            return Task.CompletedTask;
                        }
                    )
            );

    public static void MapApi(this WebApplication app)
    {
        app.MapOpenApi("/openapi/{documentName}.json").RequireAuthorization(Doors.Asking);
        app.MapAsk();
        app.MapLocalAsking();
        app.MapSimilar();
        app.MapFeedback();
    }
}
