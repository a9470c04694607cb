namespace ChatBot.Trainer.Tests.Data;

/// <summary>A handbook of a made-up office, a fact a section, each of which a correction can repeat.</summary>
internal static class OfficePages
{
    private static readonly (string Thing, string Where, int Days)[] Things =
    [
        ("parking card", "front desk", 3),
        ("laptop", "service desk", 5),
        ("visitor badge", "reception", 1),
        ("travel advance", "payroll team", 7),
        ("standing desk", "facility team", 14),
        ("library card", "archive", 2),
        ("security token", "identity team", 4),
        ("meeting room", "booking office", 6),
        ("gym pass", "health office", 9),
        ("company phone", "mobile team", 8),
        ("lab coat", "supply room", 10),
        ("training voucher", "learning office", 12),
    ];

    public static IReadOnlyDictionary<string, string> All { get; } =
        Things.ToDictionary(
            thing => $"{thing.Thing.Replace(' ', '-')}.md",
            thing =>
                $"""
                    # {thing.Thing}

                    ## How to get a {thing.Thing}
                    To get a {thing.Thing}, write to the {thing.Where}. The {thing.Thing} is ready within {thing.Days} days.

                    ## How to return a {thing.Thing}
                    A {thing.Thing} is returned to the {thing.Where} when it is no longer needed.
                    """
        );

    public static int Count => Things.Length;

    public static string Thing(int n) => Things[n].Thing;

    public static string Question(int n) => $"How do I get a {Things[n].Thing}?";

    public static string Answer(int n) =>
        $"To get a {Things[n].Thing}, write to the {Things[n].Where}. The {Things[n].Thing} is ready within {Things[n].Days} days.";
}
