using System.Data.Common;
using System.Globalization;

namespace ChatBot.Knowledge.Records.Importing.Tables;

/// <summary>Rows of a database's answer as cells.</summary>
internal static class ReaderCells
{
    /// <summary>Bytes of a key; longer ones are files, whose content is no cell.</summary>
    private const int LongestKey = 32;

    public static IReadOnlyList<string> Columns(DbDataReader reader)
    {
        var names = new string[reader.FieldCount];
        for (var i = 0; i < names.Length; i++)
            names[i] = reader.GetName(i);
        return ColumnHeads.Of(names, names.Length);
    }

    public static string?[] Row(DbDataReader reader)
    {
        var cells = new string?[reader.FieldCount];
        for (var i = 0; i < cells.Length; i++)
            cells[i] = reader.IsDBNull(i) ? null : Cell(reader.GetValue(i));
        return cells;
    }

    private static string? Cell(object value) =>
        value switch
        {
            string text => text,
            DateTime { Kind: DateTimeKind.Utc } date => date.ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFFZ", CultureInfo.InvariantCulture),
            DateTime date => date.ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture),
            DateTimeOffset date => date.ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFFzzz", CultureInfo.InvariantCulture),
            DateOnly date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            bool truth => truth ? "true" : "false",
            byte[] { Length: <= LongestKey } key => Convert.ToHexStringLower(key),
            byte[] file => $"({file.Length} bytes)",
            System.Collections.IEnumerable list => string.Join(", ", list.Cast<object?>().Select(item => item is null ? "" : Cell(item))),
            IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
            _ => value.ToString(),
        };
}
