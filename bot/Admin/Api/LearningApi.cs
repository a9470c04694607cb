using ChatBot.Bot.Access;
using ChatBot.Learning;

namespace ChatBot.Bot.Admin.Api;

/// <summary>The learning loop over HTTP: review and what follows from it, for admins.</summary>
public static class LearningApi
{
    public static IServiceCollection AddLearningApi(this IServiceCollection services) =>
        services.AddSingleton<LearningSchedule>().AddHostedService(provider => provider.GetRequiredService<LearningSchedule>());

    public static void MapLearningApi(this WebApplication app)
    {
        var admin = app.MapGroup("/api/admin")
            .InWorkspaceOfCredential()
            .WithTags("Admin")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status401Unauthorized)
            .ProducesProblem(StatusCodes.Status404NotFound);
        var reviewers = admin.MapGroup("").RequireAuthorization(Doors.Reviewing);
        reviewers.MapCorrections();
        reviewers.MapInteractions();
        var admins = admin.MapGroup("").RequireAuthorization(Doors.Administering);
        admins.MapAudit();
        admins.MapAnalytics();
        admins.MapTraining();
        admins.MapPrompts();
        admins.MapExperiments();
        admins.MapModels();
        admins.MapImprovement();
        admins.MapPrivacy();
    }
}
