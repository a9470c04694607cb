namespace ChatBot.Bot.Admin.Access;

/// <summary>Section <c>Admin</c>: who may decide, and where they are told.</summary>
public sealed class AdminOptions
{
    public const string Section = "Admin";

    /// <summary>The admin key. Empty: one is made at first start and kept in the data directory as <see cref="AdminKey.FileName"/>.</summary>
    public string ApiKey { get; set; } = "";

    /// <summary>Slack user ids of admins.</summary>
    public IList<string> SlackUsers { get; } = [];

    /// <summary>Entra object ids of admins.</summary>
    public IList<string> TeamsUsers { get; } = [];

    /// <summary>Slack channel that reviews corrections.</summary>
    public string SlackChannel { get; set; } = "";

    /// <summary>Teams conversation that reviews corrections.</summary>
    public string TeamsConversation { get; set; } = "";
}
