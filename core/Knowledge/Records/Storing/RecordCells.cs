using System.Text;
using System.Text.Json;

namespace ChatBot.Knowledge.Records.Storing;

/// <summary>The counted cells of a row as they are stored: JSON by column, so that a shape may change between two imports.</summary>
internal static class RecordCells
{
    /// <summary>Dates are seconds since 1970 on the clock of <c>Records:TimeZone</c>.</summary>
    public static string Write(IReadOnlyList<object?> cells, RecordShape shape)
    {
        if (cells.Count != shape.Counted.Count)
            throw new ArgumentException($"{shape.Counted.Count} cells are counted, not {cells.Count}.", nameof(cells));
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = WireJson.Options.Encoder }))
        {
            json.WriteStartObject();
            foreach (var (column, cell) in shape.Counted.Zip(cells))
                switch (cell)
                {
                    case null:
                        break;
                    case string text:
                        json.WriteString(column.Name, text);
                        break;
                    case DateTime date:
                        json.WriteNumber(column.Name, Seconds(date));
                        break;
                    case decimal amount:
                        json.WriteNumber(column.Name, amount);
                        break;
                    default:
                        throw new ArgumentException($"A cell is no {cell.GetType().Name}.", nameof(cells));
                }
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    public static long Seconds(DateTime date) => (date.Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerSecond;

    public static DateTime Date(long seconds) => DateTime.UnixEpoch.AddSeconds(seconds);

    /// <summary>An id as people type it: without case and marks, <c>REQ-0012</c> and <c>req 0012</c> are one.</summary>
    public static string Folded(string id) => string.Concat(id.Where(char.IsLetterOrDigit)).ToLowerInvariant();
}
