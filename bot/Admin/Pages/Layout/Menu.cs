namespace ChatBot.Bot.Admin.Pages.Layout;

internal sealed record MenuLink(string Title, string Address, bool ForAdmins = true);

internal sealed record MenuGroup(string Title, IReadOnlyList<MenuLink> Links);

/// <summary>What stands in the menu, in the order of a day's work.</summary>
internal static class Menu
{
    public static IReadOnlyList<MenuGroup> Groups { get; } =
    [
        new("Answers", [new("Overview", "/admin", false), new("Corrections", "/admin/corrections", false)]),
    ];
}
