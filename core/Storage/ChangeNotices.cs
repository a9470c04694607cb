using System.Data.Common;

namespace ChatBot.Storage;

/// <summary>What a program keeps of the database in its memory, and other instances on the same database may change.</summary>
public interface IKeptInMemory
{
    /// <summary>One word, the same on every instance.</summary>
    string Name { get; }

    /// <summary>The next use asks the database again.</summary>
    /// <param name="workspace">Null: in every workspace.</param>
    void Forget(string? workspace);
}

/// <summary>
/// How instances on one database tell each other what to forget: whoever changes it says so in the transaction of the change, and
/// PostgreSQL carries it to all at the commit. On SQLite there is nobody to tell.
/// </summary>
public static class ChangeNotices
{
    /// <summary>PostgreSQL's channel.</summary>
    public const string Channel = "chatbot_changes";

    /// <summary>
    /// Tells every instance that what is kept under <paramref name="name"/> has changed in a workspace, once the transaction commits.
    /// </summary>
    public static Task TellAsync(this IDatabase database, DbTransaction transaction, string name, string workspace) =>
        database.Sql.NotifyAsync(transaction, Channel, $"{name} {workspace}");

    /// <summary>Passes on what was heard on the channel.</summary>
    public static void Hear(this IEnumerable<IKeptInMemory> kept, string payload)
    {
        if (payload.Split(' ', 2) is [var name, var workspace])
            kept.FirstOrDefault(one => one.Name == name)?.Forget(workspace);
    }
}
