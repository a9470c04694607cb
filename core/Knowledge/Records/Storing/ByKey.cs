using ChatBot.Storage;

namespace ChatBot.Knowledge.Records.Storing;

/// <summary>
/// Conditions for statements that go by the key. The workspace is compared as an expression, for as a column SQLite would take the index
/// of ids for it and walk the whole table.
/// </summary>
internal static class ByKey
{
    /// <summary>Of <c>@Workspace</c>.</summary>
    public const string Workspace = "workspace || '' = @Workspace";

    /// <summary>Of <c>@Workspace</c>, with one of <c>@keys</c>.</summary>
    public static string Among(ISqlDialect sql) => $"{Workspace} and {sql.IsOneOf("key", "keys")}";
}
