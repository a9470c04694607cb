namespace ChatBot.Bot.Access;

/// <summary>What a credential may do, each more than the one before: ask and rate, decide corrections, everything.</summary>
public static class Roles
{
    public const string Asker = "asker";
    public const string Reviewer = "reviewer";
    public const string Admin = "admin";

    public static readonly IReadOnlyList<string> All = [Asker, Reviewer, Admin];
}
