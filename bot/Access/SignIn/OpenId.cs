using ChatBot.Privacy;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace ChatBot.Bot.Access.SignIn;

/// <summary>Signing in with a provider: OpenID Connect's code flow with PKCE (openid.net/specs/openid-connect-core-1_0.html).</summary>
internal static partial class OpenId
{
    public const string SchemeName = "OpenId";

    /// <summary>Where the provider sends people back to: to be registered there.</summary>
    public const string Callback = "/sign-in/callback";

    /// <summary>Where the sign-in page's button leads.</summary>
    public const string Start = "/sign-in/provider";

    public static AuthenticationBuilder AddOpenId(this AuthenticationBuilder authentication, IConfiguration settings)
    {
        if (string.IsNullOrEmpty(settings[$"{SignInOptions.Section}:{nameof(SignInOptions.Authority)}"]))
            return authentication;
        authentication
            .Services.AddOptions<OpenIdConnectOptions>(SchemeName)
            .Configure<IOptions<SignInOptions>>((openId, options) => Configure(openId, options.Value));
        return authentication.AddOpenIdConnect(SchemeName, null, _ => { });
    }

    public static void MapOpenId(this WebApplication app)
    {
        if (app.Services.GetRequiredService<IOptions<SignInOptions>>().Value.IsOffered)
            app.MapGet(
                    Start,
                    (string? back) =>
                        TypedResults.Challenge(
                            new AuthenticationProperties { RedirectUri = SignInAddress.IsOwn(back) ? back : "/" },
                            [SchemeName]
                        )
                )
                .AllowAnonymous()
                .ExcludeFromDescription();
    }

    private static void Configure(OpenIdConnectOptions openId, SignInOptions options)
    {
        (openId.Authority, openId.ClientId, openId.ClientSecret) = (options.Authority, options.ClientId, options.ClientSecret);
        openId.RequireHttpsMetadata = options.Authority.StartsWith("https:", StringComparison.OrdinalIgnoreCase);
        openId.SignInScheme = PersonSession.SchemeName;
        openId.CallbackPath = Callback;
        openId.ResponseType = OpenIdConnectResponseType.Code;
        openId.ResponseMode = OpenIdConnectResponseMode.Query;
        openId.UsePkce = true;
        openId.SaveTokens = false;
        openId.MapInboundClaims = false;
        openId.Scope.Add("email");
        openId.CorrelationCookie.SameSite = openId.NonceCookie.SameSite = SameSiteMode.Lax;
        openId.CorrelationCookie.SecurePolicy = openId.NonceCookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        openId.Events = new OpenIdConnectEvents
        {
            OnTokenValidated = context =>
            {
                if (!IsSigned(context.TokenEndpointResponse?.IdToken))
                    context.Fail("the id token is not signed");
                else if (SignedInPerson.Of(context.Principal!, options) is { } person)
                    context.Principal = person.ToPrincipal(PersonSession.SchemeName);
                else
                    context.Fail("not among those who may ask");
                return Task.CompletedTask;
            },
            OnTicketReceived = context =>
            {
                PersonSession.WithoutCookie(context.HttpContext);
                return Task.CompletedTask;
            },
            OnRemoteFailure = context =>
            {
                Log.Refused(
                    context.HttpContext.RequestServices.GetRequiredService<ILogger<SignInOptions>>(),
                    context.Failure is { } fault ? FaultTrace.Of(fault) : "no reason given"
                );
                context.Response.Redirect(PersonSession.Page + "?refused=true");
                context.HandleResponse();
                return Task.CompletedTask;
            },
        };
    }

    /// <summary>The framework takes an unsigned token from the token endpoint, as the standard allows; providers sign theirs.</summary>
    private static bool IsSigned(string? idToken) => idToken is not null && new JsonWebToken(idToken).Alg is { Length: > 0 } and not "none";

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "Somebody could not sign in with the provider: {Reason}")]
        public static partial void Refused(ILogger logger, string reason);
    }
}
