namespace ChatBot.Knowledge.Records.Importing.Shaping;

/// <summary>What the first rows say of a column.</summary>
internal sealed class ColumnSample
{
    /// <summary>Characters of a cell that are looked at.</summary>
    private const int Looked = 500;

    private readonly List<string> _cells = [];

    public ColumnSample(string name, IReadOnlyList<IReadOnlyList<string?>> rows, int place)
    {
        (Name, Rows, Place) = (name, rows.Count, place);
        foreach (var row in rows)
            if (place < row.Count && row[place]?.Trim() is { Length: > 0 } cell)
                _cells.Add(cell);
        Distinct = _cells.Distinct(StringComparer.OrdinalIgnoreCase).Count();
    }

    /// <summary>A row whose cells are cut to what is looked at: a thousand of a megabyte would fill the memory.</summary>
    public static IReadOnlyList<string?> Cut(IReadOnlyList<string?> cells) =>
        cells.Any(cell => cell?.Length > Looked) ? [.. cells.Select(cell => cell?.Length > Looked ? cell[..Looked] : cell)] : cells;

    public string Name { get; }
    public int Rows { get; }
    public int Place { get; }
    public IReadOnlyList<string> Cells => _cells;
    public int Filled => _cells.Count;

    /// <summary>Values, without case.</summary>
    public int Distinct { get; }

    public double Length => _cells.Count == 0 ? 0 : _cells.Average(cell => cell.Length);

    public int Longest => _cells.Count == 0 ? 0 : _cells.Max(cell => cell.Length);

    /// <summary>Every row has a value of its own, in one word.</summary>
    public bool NamesRows => Filled == Rows && Distinct == Filled && Rows > 0 && Longest <= 100 && Share(HasBlank) == 0;

    public double Share(Func<string, bool> holds) => _cells.Count == 0 ? 0 : (double)_cells.Count(holds) / _cells.Count;

    public static bool HasBlank(string cell) => cell.Any(char.IsWhiteSpace);

    public static bool IsAddress(string cell) => cell.IndexOf('@') is > 0 and var at && cell.IndexOf('.', at) > at + 1 && !HasBlank(cell);
}
