using ChatBot.Bot.Access.Hosts;
using ChatBot.Bot.Access.Keys;
using ChatBot.Bot.Access.Nameless;
using ChatBot.Bot.Access.SignIn;
using ChatBot.Privacy;
using ChatBot.Settings;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.HostFiltering;

namespace ChatBot.Bot.Access;

/// <summary>Who may do what: the room's ways of telling who calls, and the doors that endpoints choose from.</summary>
public static class AccessRegistration
{
    public static IServiceCollection AddAccess(this IServiceCollection services, IConfiguration settings)
    {
        services.AddSettings<AdminOptions>(settings, AdminOptions.Section);
        services.AddSingleton<AdminKey>().AddSingleton<ApiKeys>().AddSingleton<KeyRing>().AddSingleton<HostNames>();
        if (string.IsNullOrWhiteSpace(settings[$"{AdminOptions.Section}:{nameof(AdminOptions.ApiKey)}"]))
            services.AddSingleton(new SharedFile(AdminKey.FileName, AdminKey.Make));
        // No scheme is the default one: a token is looked at where a door asks for it, and nowhere else.
        services
            .AddAuthentication(schemes => schemes.DefaultChallengeScheme = KeyAuthentication.SchemeName)
            .AddScheme<AuthenticationSchemeOptions, KeyAuthentication>(KeyAuthentication.SchemeName, null)
            .AddScheme<AuthenticationSchemeOptions, AskingAuthentication>(AskingAuthentication.SchemeName, null)
            .AddSignIn(settings);
        // Who comes without a right is told so; the framework would write a line for each.
        services.AddLogging(logging => logging.AddFilter("ChatBot.Bot.Access", LogLevel.Warning));
        var doors = services.AddAuthorizationBuilder().SetFallbackPolicy(Doors.Closed);
        Add(Doors.Asking, AskingAuthentication.SchemeName, Roles.Asker, Roles.Reviewer, Roles.Admin);
        Add(Doors.Reviewing, KeyAuthentication.SchemeName, Roles.Reviewer, Roles.Admin);
        Add(Doors.Administering, KeyAuthentication.SchemeName, Roles.Admin);
        Add(Doors.ReviewPages, PersonSession.SchemeName, Roles.Reviewer, Roles.Admin);
        Add(Doors.AdminPages, PersonSession.SchemeName, Roles.Admin);
        // The framework's own check would refuse platforms too, and not in our words.
        return services.PostConfigure<HostFilteringOptions>(hosts => hosts.AllowedHosts = ["*"]);

        void Add(string door, string scheme, params string[] roles) =>
            doors.AddPolicy(door, policy => policy.AddAuthenticationSchemes(scheme).RequireRole(roles));
    }

    /// <summary>Before every door: under which name it is asked for, who asks, how often.</summary>
    public static void UseAccess(this WebApplication app)
    {
        app.UseFrontDoors();
        app.UseAuthentication();
        app.UseRateLimiter();
        app.UseAuthorization();
        app.UseAntiforgery();
        app.MapSession();
    }
}
