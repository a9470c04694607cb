using ChatBot.Bot.Admin.Access;
using ChatBot.Privacy;
using ChatBot.Settings;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.Extensions.Options;

namespace ChatBot.Bot.Admin.SignIn;

internal static class SignInRegistration
{
    /// <summary>
    /// Folder of the keys that encrypt cookies, in the data directory: a restart signs nobody out. Several instances have them in their
    /// database.
    /// </summary>
    public const string KeysFolder = "cookie-keys";

    private static readonly TimeSpan WorkingDay = TimeSpan.FromHours(10);

    public static IServiceCollection AddSignIn(this IServiceCollection services)
    {
        services.AddDataProtection().SetApplicationName("ChatBot");
        services
            .AddOptions<KeyManagementOptions>()
            .Configure<IOptions<DataOptions>, SharedSecrets, ILoggerFactory>(
                (keys, data, shared, logging) =>
                    keys.XmlRepository = shared.AreInDatabase
                        ? new SharedCookieKeys(shared)
                        : new FileSystemXmlRepository(Private(data.Value.PathOf(KeysFolder)), logging)
            );
        services.AddHostedService<CookieKeysAtStart>();
        // The folder is its owner's alone, as the admin key beside it is; that the keys in it are plain is no news.
        services.AddLogging(logging =>
            logging.AddFilter("Microsoft.AspNetCore.DataProtection.KeyManagement.XmlKeyManager", LogLevel.Error)
        );
        services.AddAuthentication().AddCookie(AdminSession.SchemeName, Configure);
        services
            .AddAuthorizationBuilder()
            .AddPolicy(PagePolicies.Admin, policy => policy.AddAuthenticationSchemes(AdminSession.SchemeName).RequireRole(AdminRoles.Admin))
            .AddPolicy(
                PagePolicies.Reviewer,
                policy => policy.AddAuthenticationSchemes(AdminSession.SchemeName).RequireRole(AdminRoles.Admin, AdminRoles.Reviewer)
            );
        return services.AddAntiforgery(forms =>
        {
            forms.Cookie.Name = "chatbot-form";
            forms.Cookie.Path = "/admin";
        });
    }

    private static void Configure(CookieAuthenticationOptions session)
    {
        session.Cookie.Name = "chatbot-admin";
        session.Cookie.Path = "/admin";
        session.Cookie.HttpOnly = true;
        session.Cookie.SameSite = SameSiteMode.Strict;
        session.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        session.ExpireTimeSpan = WorkingDay;
        session.LoginPath = "/admin/sign-in";
        session.AccessDeniedPath = "/admin/denied";
        session.ReturnUrlParameter = "back";
        session.Events.OnValidatePrincipal = async context =>
        {
            if (AdminSession.IsCurrent(context.Principal, context.HttpContext.RequestServices.GetRequiredService<AdminKey>()))
                return;
            context.RejectPrincipal();
            await context.HttpContext.SignOutAsync(AdminSession.SchemeName);
        };
        session.Events.OnRedirectToAccessDenied = context =>
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return DeniedPage.WriteAsync(context.HttpContext);
        };
    }

    private static DirectoryInfo Private(string folder) =>
        OperatingSystem.IsWindows()
            ? Directory.CreateDirectory(folder)
            : Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
}

/// <summary>Who may open a page: signed in on the pages, with the role.</summary>
public static class PagePolicies
{
    public const string Admin = "page-admin";
    public const string Reviewer = "page-reviewer";
}
