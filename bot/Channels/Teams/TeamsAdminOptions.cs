namespace ChatBot.Bot.Channels.Teams;

/// <summary>Section <c>Admin</c>, as far as it concerns Teams.</summary>
public sealed class TeamsAdminOptions
{
    public const string Section = "Admin";

    /// <summary>Entra object ids of those who may decide corrections; of another tenant than <c>Teams:TenantId</c> as
    /// <c>tenant/objectid</c>.</summary>
    public IList<string> TeamsUsers { get; } = [];

    /// <summary>Conversation that reviews corrections.</summary>
    public string TeamsConversation { get; set; } = "";
}
