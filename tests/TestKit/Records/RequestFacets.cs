namespace ChatBot.TestKit.Records;

/// <summary>The facets of the generated table, and their values, in the order in which a <see cref="Request"/> numbers them.</summary>
public static class RequestFacets
{
    public const string Category = "category";
    public const string Status = "status";
    public const string Priority = "priority";
    public const string Office = "office";
    public const string Assignee = "assignee";
    public const string Cost = "cost";
    public const string Created = "created_at";
    public const string Resolved = "resolved_at";

    /// <summary>As the file has them.</summary>
    public static readonly IReadOnlyList<string> Columns = [Category, Status, Priority, Office, Assignee];

    private static readonly string[][] Vocabulary =
    [
        ["IT", "HR", "Facilities", "Finance", "Legal", "Security"],
        ["pending", "in progress", "resolved", "rejected", "on hold"],
        ["low", "normal", "high", "urgent"],
        ["Berlin", "London", "New York", "Remote"],
        [
            "Anna Keller",
            "Ben Okafor",
            "Carla Rossi",
            "David Lindqvist",
            "Elif Demir",
            "Farid Nasser",
            "Grace Whitfield",
            "Hugo Marchand",
            "Ines Carvalho",
            "Jonas Brandt",
            "Katya Orlova",
            "Liam Gallagher",
            "Mei Tanaka",
            "Nadia Haddad",
            "Oscar Jimenez",
            "Priya Raman",
            "Quentin Dubois",
            "Rosa Delgado",
            "Samuel Adeyemi",
            "Tara Sullivan",
            "Umar Siddiqui",
            "Vera Novak",
            "Wei Zhang",
            "Xenia Pappas",
            "Yusuf Aydin",
            "Zoe Fletcher",
            "Emma Hartmann",
            "Noah Petersen",
            "Lucia Moretti",
            "Viktor Szabo",
        ],
    ];

    public static IReadOnlyList<string> ValuesOf(string column) => Vocabulary[NumberOf(column)];

    public static string Value(int column, int value) => Vocabulary[column][value];

    /// <summary>The place of a column in <see cref="Columns"/>.</summary>
    public static int NumberOf(string column)
    {
        for (var i = 0; i < Columns.Count; i++)
            if (Columns[i] == column)
                return i;
        throw new ArgumentException($"{column} is no facet.", nameof(column));
    }
}
