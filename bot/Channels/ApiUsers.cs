using ChatBot.Privacy;

namespace ChatBot.Bot.Channels;

/// <summary>
/// People who come through HTTP name themselves; what is stored is their pseudonym. The API and the web chat share one set of
/// names, so that a rating given through one finds the answer given through the other.
/// </summary>
public sealed class ApiUsers(Pseudonyms pseudonyms)
{
    private const string Platform = "api";

    /// <summary>The pseudonym, or empty for somebody who gave no name.</summary>
    public string PseudonymOf(string workspace, string? user) => string.IsNullOrEmpty(user) ? "" : pseudonyms.Of(workspace, Platform, user);
}
