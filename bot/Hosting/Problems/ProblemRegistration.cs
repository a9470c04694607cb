namespace ChatBot.Bot.Hosting.Problems;

internal static class ProblemRegistration
{
    public static IServiceCollection AddProblems(this IServiceCollection services)
    {
        services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true);
        services.AddExceptionHandler<ExceptionProblems>().AddSingleton<ExceptionProblems>();
        return services.AddProblemDetails(options =>
            options.CustomizeProblemDetails = context =>
            {
                context.ProblemDetails.Extensions.TryAdd(
                    "code",
                    Problem.CodeOf(context.ProblemDetails.Status ?? StatusCodes.Status500InternalServerError)
                );
                context.ProblemDetails.Detail ??= DetailOf(context.ProblemDetails.Status, context.HttpContext);
                context.ProblemDetails.Extensions.Remove("exception");
            }
        );
    }

    /// <summary>Statuses without a body, from routing and others, get one.</summary>
    public static void UseProblems(this WebApplication app)
    {
        app.UseExceptionHandler();
        app.UseStatusCodePages();
        app.UseKnownCharsets();
    }

    private static string? DetailOf(int? status, HttpContext context) =>
        status switch
        {
            StatusCodes.Status404NotFound => "There is nothing at this address. /openapi/v1.json lists what there is.",
            StatusCodes.Status405MethodNotAllowed => $"This address does not take {context.Request.Method}.",
            StatusCodes.Status413PayloadTooLarge => "The body is larger than 1 MB.",
            StatusCodes.Status415UnsupportedMediaType => "Send JSON with Content-Type: application/json.",
            _ => null,
        };
}
