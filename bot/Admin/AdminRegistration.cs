using ChatBot.Bot.Access;
using ChatBot.Bot.Admin.Api;

namespace ChatBot.Bot.Admin;

public static class AdminRegistration
{
    /// <summary>Everything under <c>/api/admin</c>: for those who hold the admin key.</summary>
    public static void MapAdmin(this WebApplication app)
    {
        var admin = app.MapGroup("/api/admin").RequireAuthorization(Doors.Administering).InWorkspaceOfCredential().WithTags("Admin");
        admin.MapGuardCheck();
        admin.MapDeadLetters();
        admin.MapKeys();
        admin.MapRecords();
        admin.MapKnowledge();
    }
}
