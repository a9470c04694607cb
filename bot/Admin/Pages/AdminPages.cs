using ChatBot.Bot.Access;
using ChatBot.Bot.Admin.Pages.Answers;
using ChatBot.Bot.Admin.Pages.Exports;
using ChatBot.Bot.Admin.Pages.Knowledge;
using ChatBot.Bot.Admin.Pages.Layout;
using ChatBot.Bot.Admin.Records;

namespace ChatBot.Bot.Admin.Pages;

/// <summary>The pages at <c>/admin</c>: rendered on the server, forms that are posted, no script but a word counter.</summary>
public static class AdminPages
{
    public static IServiceCollection AddAdminPages(this IServiceCollection services)
    {
        services.AddRazorComponents();
        services.AddSingleton<RefreshNow>().AddSingleton<UploadedKnowledge>().AddSingleton<LettingIn>().AddSingleton<RecordCatalog>();
        services.AddSingleton<KnownWorkspaces>().AddSingleton<AnswerDocuments>();
        return services;
    }

    public static void MapAdminPages(this WebApplication app)
    {
        app.MapExportDownload();
        app.MapAnswerMark();
        app.MapKnowledgeUpload();
        app.MapRazorComponents<AdminDocument>().RequireAuthorization(Doors.ReviewPages);
    }
}
