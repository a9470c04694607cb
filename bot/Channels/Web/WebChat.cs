using System.Security.Claims;
using ChatBot.Answering;
using ChatBot.Answering.Guarding;
using ChatBot.Bot.Access;
using ChatBot.Bot.Access.Nameless;
using ChatBot.Bot.Access.SignIn;
using Microsoft.Extensions.Options;

namespace ChatBot.Bot.Channels.Web;

/// <summary>The page at <c>/</c> and what it needs besides its files (under <c>wwwroot/</c>) and <c>/web/ask</c>.</summary>
internal static class WebChat
{
    private const string File = "index.html";
    private const int MaxSuggestions = 24;

    public static void MapWebChat(this WebApplication app)
    {
        foreach (var address in (string[])["/", "/" + File])
            app.MapGet(address, Show).RequireAuthorization(Doors.Asking).IsPage().ExcludeFromDescription();
        app.MapGet("/web/start", StartOf).RequireAuthorization(Doors.Asking).ExcludeFromDescription();
        app.UseStaticFiles(); // an address that an endpoint has is the endpoint's
    }

    private static IResult Show(HttpContext http, IWebHostEnvironment files)
    {
        if (http.User.Identity?.Name is null or "")
            Visitor.Welcome(http);
        http.Response.Headers.CacheControl = "no-cache";
        return TypedResults.PhysicalFile(Path.Combine(files.WebRootPath, File), "text/html; charset=utf-8");
    }

    private static WebStart StartOf(ClaimsPrincipal user, HttpContext http, TopicSource source, IOptions<AnswerOptions> answers)
    {
        var signedIn = http.Request.Cookies.ContainsKey(PersonSession.Cookie) && Caller.Of(user).Name is { Length: > 0 } name ? name : null;
        var (about, suggestions) = source.Topic is { } topic ? (topic.Name, Spread(topic.InScope)) : ("", []);
        return new WebStart(about, suggestions, answers.Value.MaxWords, signedIn, HearsBack(user));
    }

    /// <summary>How long somebody who proposes something can be told what became of it: as long as they are known again.</summary>
    private static ProposerIsKnown HearsBack(ClaimsPrincipal user) =>
        Caller.Of(user).Id is var id && !Visitor.IsOnePerson(id) ? ProposerIsKnown.Not
        : Visitor.Is(id) ? ProposerIsKnown.ByBrowser
        : SignedInPerson.Is(id) ? ProposerIsKnown.ByAccount
        : ProposerIsKnown.BySession;

    /// <summary>Questions from all over the list, which is usually sorted by subject; those that read as a question come first.</summary>
    private static IReadOnlyList<string> Spread(IReadOnlyList<string> examples)
    {
        var questions = examples.Where(example => example.EndsWith('?') && char.IsUpper(example[0])).ToList();
        var pool = questions.Count >= 4 ? questions : examples;
        var step = (pool.Count + MaxSuggestions - 1) / MaxSuggestions;
        return [.. pool.Where((_, i) => i % step == 0)];
    }
}

/// <param name="Name">Of the topic; empty where there is none.</param>
/// <param name="Suggestions">Questions that a visitor may start with.</param>
/// <param name="SignedIn">Who is signed in; null for visitors.</param>
/// <param name="Proposer">By what somebody who proposes a correction is known again.</param>
public sealed record WebStart(string Name, IReadOnlyList<string> Suggestions, int MaxWords, string? SignedIn, ProposerIsKnown Proposer);

/// <summary>On the wire: by_browser, by_session, by_account, not.</summary>
public enum ProposerIsKnown
{
    /// <summary>By nothing: from another machine, without a cookie.</summary>
    Not,
    ByBrowser,

    /// <summary>Until signed out.</summary>
    BySession,
    ByAccount,
}
