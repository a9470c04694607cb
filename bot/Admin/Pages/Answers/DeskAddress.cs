using Microsoft.AspNetCore.WebUtilities;

namespace ChatBot.Bot.Admin.Pages.Answers;

/// <summary>Where the three actions on an answer lead, and back from there.</summary>
internal static class DeskAddress
{
    public const string Disliked = "/admin/disliked",
        Unanswered = "/admin/unanswered";

    public static string Interaction(string id) => $"/admin/interactions/{Uri.EscapeDataString(id)}";

    public static string Correct(string id, string back) => Back(Interaction(id) + "/correct", back);

    public static string Documents(string id, string back) => Back(Interaction(id) + "/documents", back);

    public static string Mark(string id) => Interaction(id) + "/mark";

    public static string Correction(string id, string back) => Back($"/admin/corrections/{Uri.EscapeDataString(id)}", back);

    /// <summary>A page of the desk as it was said to come from; null for anything else, so that no link leads elsewhere.</summary>
    public static string? Page(string? said) =>
        said is { Length: <= 500 }
        && (said == "/admin" || said.StartsWith("/admin/", StringComparison.Ordinal))
        && !said.Contains('\\')
        && !said.Any(char.IsControl)
            ? said
            : null;

    private static string Back(string address, string back) =>
        back.Length == 0 ? address : QueryHelpers.AddQueryString(address, "back", back);
}
