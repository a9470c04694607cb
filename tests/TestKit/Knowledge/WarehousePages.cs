namespace ChatBot.TestKit.Knowledge;

/// <summary>A page about access to a warehouse, and no topic: what conversations about it are tried on.</summary>
public static class WarehousePages
{
    /// <summary>Settings of a bot that knows it.</summary>
    public static (string Key, string? Value)[] Settings()
    {
        var folder = Directory.CreateTempSubdirectory("warehouse-").FullName;
        File.WriteAllText(
            Path.Combine(folder, "warehouse-access.md"),
            """
            # Warehouse access

            ## How to get access to the warehouse
            To get warehouse access, open a ticket at the data desk and name the schema that you need. Your manager approves it.

            ## How long access to the warehouse lasts
            Access to the warehouse lasts for 90 days. After 90 days it has to be renewed at the data desk.
            """
        );
        return [("Knowledge:Sources:0:Path", folder), ("Guard:TopicFile", "")];
    }
}
