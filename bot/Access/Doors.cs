using Microsoft.AspNetCore.Authorization;

namespace ChatBot.Bot.Access;

/// <summary>
/// The names of the policies that endpoints require. An endpoint that requires none and is not expressly open to everybody is closed to
/// everybody.
/// </summary>
public static class Doors
{
    /// <summary>Asking and rating: a key, a signed-in person, or without either what <c>Web:Access</c> allows.</summary>
    public const string Asking = "asking";

    /// <summary><c>/api/admin</c>, by key only: no other site can use a person's cookie there.</summary>
    public const string Reviewing = "reviewing",
        Administering = "administering";

    /// <summary><c>/admin</c>, by session only.</summary>
    public const string ReviewPages = "review-pages",
        AdminPages = "admin-pages";

    /// <summary>An endpoint that a platform calls: it verifies every request itself, under any host name.</summary>
    public static TBuilder IsPlatformDoor<TBuilder>(this TBuilder endpoint)
        where TBuilder : IEndpointConventionBuilder => endpoint.AllowAnonymous().WithMetadata(PlatformDoor.Mark);

    /// <summary>A page: who may not open it is led to the sign-in.</summary>
    public static TBuilder IsPage<TBuilder>(this TBuilder endpoint)
        where TBuilder : IEndpointConventionBuilder => endpoint.WithMetadata(PageDoor.Mark);

    internal static bool IsPlatform(Endpoint? endpoint) => endpoint?.Metadata.GetMetadata<PlatformDoor>() is not null;

    internal static bool IsPage(Endpoint? endpoint) => endpoint?.Metadata.GetMetadata<PageDoor>() is not null;

    /// <summary>
    /// What holds where an endpoint says nothing: closed. Where the router found none, or none for the method, there is nothing to guard.
    /// </summary>
    internal static AuthorizationPolicy Closed { get; } =
        new AuthorizationPolicyBuilder()
            .RequireAssertion(context => context.Resource is HttpContext http && http.GetEndpoint() is not RouteEndpoint)
            .Build();

    private sealed class PlatformDoor
    {
        public static readonly PlatformDoor Mark = new();
    }

    private sealed class PageDoor
    {
        public static readonly PageDoor Mark = new();
    }
}
