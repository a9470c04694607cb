using ChatBot.Bot.Access.Keys;
using ChatBot.Privacy;
using ChatBot.Settings;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.Extensions.Options;

namespace ChatBot.Bot.Access.SignIn;

internal static class SignInRegistration
{
    /// <summary>
    /// Folder of the keys that encrypt cookies, in the data directory: a restart signs nobody out. Several instances have them in their
    /// database.
    /// </summary>
    public const string KeysFolder = "cookie-keys";

    private static readonly TimeSpan WorkingDay = TimeSpan.FromHours(10);

    public static AuthenticationBuilder AddSignIn(this AuthenticationBuilder authentication, IConfiguration settings)
    {
        var services = authentication.Services;
        services.AddSettings<SignInOptions>(settings, SignInOptions.Section);
        services.AddDataProtection().SetApplicationName("ChatBot");
        services
            .AddOptions<KeyManagementOptions>()
            .Configure<IOptions<DataOptions>, SharedSecrets, ILoggerFactory>(
                (keys, data, shared, logging) =>
                    keys.XmlRepository = shared.AreInDatabase
                        ? new SharedCookieKeys(shared)
                        : new FileSystemXmlRepository(PrivateFiles.MakeFolder(data.Value.PathOf(KeysFolder)), logging)
            );
        services.AddHostedService<CookieKeysAtStart>();
        // The folder is its owner's alone, as the admin key beside it is; that the keys in it are plain is no news.
        services.AddLogging(logging =>
            logging.AddFilter("Microsoft.AspNetCore.DataProtection.KeyManagement.XmlKeyManager", LogLevel.Error)
        );
        services.AddSingleton<SessionStore>();
        services
            .AddOptions<CookieAuthenticationOptions>(PersonSession.SchemeName)
            .Configure<SessionStore>((session, store) => session.SessionStore = store);
        services.AddAntiforgery(forms => forms.Cookie.Name = "chatbot-form");
        return authentication.AddCookie(PersonSession.SchemeName, Configure).AddOpenId(settings);
    }

    private static void Configure(CookieAuthenticationOptions session)
    {
        session.Cookie.Name = PersonSession.Cookie;
        session.Cookie.HttpOnly = true;
        // Strict would leave the cookie out on the way back from a provider's page. Nothing is changed by a link.
        session.Cookie.SameSite = SameSiteMode.Lax;
        session.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        session.ExpireTimeSpan = WorkingDay;
        session.LoginPath = PersonSession.Page;
        session.AccessDeniedPath = "/admin/denied";
        session.ReturnUrlParameter = "back";
        session.Events.OnValidatePrincipal = async context =>
        {
            var http = context.HttpContext;
            var keys = http.RequestServices.GetRequiredService<KeyRing>();
            if (await PersonSession.IsCurrentAsync(context.Principal, keys, http.RequestAborted))
                return;
            context.RejectPrincipal();
            await http.SignOutAsync(PersonSession.SchemeName);
        };
        session.Events.OnRedirectToAccessDenied = context =>
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return DeniedPage.WriteAsync(context.HttpContext);
        };
    }
}
