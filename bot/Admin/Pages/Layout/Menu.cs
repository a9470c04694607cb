namespace ChatBot.Bot.Admin.Pages.Layout;

internal sealed record MenuLink(string Title, string Address, bool ForAdmins = true);

internal sealed record MenuGroup(string Title, IReadOnlyList<MenuLink> Links);

/// <summary>What stands in the menu, in the order of a day's work.</summary>
internal static class Menu
{
    public static IReadOnlyList<MenuGroup> Groups { get; } =
    [
        new(
            "Answers",
            [
                new("Overview", "/admin", false),
                new("Corrections", "/admin/corrections", false),
                new("Ratings", "/admin/ratings", false),
                new("Disliked", "/admin/disliked", false),
                new("Unanswered", "/admin/unanswered", false),
                new("Interactions", "/admin/interactions", false),
            ]
        ),
        new(
            "Improving",
            [
                new("Lessons", "/admin/lessons"),
                new("Prompts", "/admin/prompts"),
                new("Experiments", "/admin/experiments"),
                new("Models", "/admin/models"),
                new("Knowledge", "/admin/knowledge"),
                new("Records", "/admin/records"),
            ]
        ),
        new(
            "Running",
            [
                new("Dead letters", "/admin/dead-letters"),
                new("Exports", "/admin/exports"),
                new("Audit", "/admin/audit"),
                new("Keys", "/admin/keys"),
                new("Privacy", "/admin/privacy"),
            ]
        ),
    ];
}
