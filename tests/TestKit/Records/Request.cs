using System.Globalization;
using ChatBot.Knowledge.Records;
using ChatBot.Knowledge.Records.Asking;

namespace ChatBot.TestKit.Records;

/// <summary>A row of the generated table; facets are places in <see cref="RequestFacets"/>, texts are written when they are read.</summary>
/// <param name="Number">From 1, in the order of <paramref name="Created"/>.</param>
/// <param name="Topic">Which of the category's titles.</param>
/// <param name="Closing">Which sentence ends the description.</param>
public readonly record struct Request(
    int Number,
    int Category,
    int Status,
    int Priority,
    int Office,
    int Assignee,
    decimal? Cost,
    DateTime Created,
    DateTime? Resolved,
    int Topic,
    int Closing
)
{
    private const string Moment = "yyyy-MM-dd HH:mm:ss";

    public string Id => RequestTable.IdOf(Number);

    public string Title => RequestTexts.Title(Category, Topic);

    public string Description => RequestTexts.Description(Category, Topic, Closing);

    /// <summary>The value's number in the facet of this number.</summary>
    public int this[int facet] =>
        facet switch
        {
            0 => Category,
            1 => Status,
            2 => Priority,
            3 => Office,
            4 => Assignee,
            _ => throw new ArgumentOutOfRangeException(nameof(facet)),
        };

    /// <summary>A date column; null where the cell is empty.</summary>
    public DateTime? Date(string column) =>
        column switch
        {
            RequestFacets.Created => Created,
            RequestFacets.Resolved => Resolved,
            _ => throw new ArgumentException($"{column} is no date.", nameof(column)),
        };

    /// <summary>As an import stores it.</summary>
    public StoredRecord ToStored() =>
        new(Id, Title, Description, [Facet(0), Facet(1), Facet(2), Facet(3), Facet(4), Cost, Created, Resolved]);

    /// <summary>As a question finds it.</summary>
    public FoundRecord ToFound()
    {
        var cells = new Dictionary<string, object>();
        for (var i = 0; i < RequestFacets.Columns.Count; i++)
            cells[RequestFacets.Columns[i]] = Facet(i);
        if (Cost is { } cost)
            cells[RequestFacets.Cost] = cost;
        cells[RequestFacets.Created] = Created;
        if (Resolved is { } resolved)
            cells[RequestFacets.Resolved] = resolved;
        return new FoundRecord(Id, Title, Description, cells);
    }

    /// <summary>As a line of a CSV file; texts are quoted always.</summary>
    public string ToCsv() =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{Id},\"{Title.Replace("\"", "\"\"")}\",\"{Description.Replace("\"", "\"\"")}\",{Facet(0)},{Facet(1)},{Facet(2)},{Facet(3)},"
        )
        + string.Create(CultureInfo.InvariantCulture, $"{Facet(4)},{Cost:0.00},{Created.ToString(Moment, CultureInfo.InvariantCulture)},")
        + Resolved?.ToString(Moment, CultureInfo.InvariantCulture);

    private string Facet(int column) => RequestFacets.Value(column, this[column]);
}
