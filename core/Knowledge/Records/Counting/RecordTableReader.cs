using System.Buffers;
using System.Data.Common;
using System.Text;
using System.Text.Json;
using ChatBot.Knowledge.Records.Storing;
using ChatBot.Storage;
using Dapper;

namespace ChatBot.Knowledge.Records.Counting;

/// <summary>Reads what is counted of a source out of the database.</summary>
internal sealed class RecordTableReader(IDatabase database)
{
    /// <exception cref="DbException">The database is away.</exception>
    public async Task<RecordTable> ReadAsync(RecordSource source, CancellationToken cancel = default)
    {
        await using var connection = await database.OpenAsync(source.Workspace, cancel);
        await using var rows = await connection.ExecuteReaderAsync(
            new CommandDefinition(
                "select key, cells from records where workspace = @Workspace and source = @Key order by key",
                new { source.Workspace, source.Key },
                commandTimeout: 0,
                flags: CommandFlags.None,
                cancellationToken: cancel
            )
        );
        var columns = source.Shape.Counted.Select(column => Growing.Of(column)).ToList();
        var byName = columns.ToDictionary(column => column.Name, StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();
        var keys = new List<long>((int)source.Rows);
        while (await rows.ReadAsync(cancel))
        {
            keys.Add(rows.GetInt64(0));
            foreach (var column in columns)
                column.AddNone();
            Read(rows.GetString(1), byName);
        }
        return new RecordTable(
            source,
            [.. keys],
            columns.OfType<GrowingFacet>().Select(column => column.Made()),
            columns.OfType<GrowingDates>().Select(column => column.Made()),
            columns.OfType<GrowingAmounts>().Select(column => column.Made())
        );
    }

    /// <summary>A cell that is not of its column's kind, from before a change of the shape, is none until the next import.</summary>
    private static void Read(string cells, Dictionary<string, Growing>.AlternateLookup<ReadOnlySpan<char>> columns)
    {
        var bytes = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(cells.Length));
        try
        {
            var json = new Utf8JsonReader(bytes.AsSpan(0, Encoding.UTF8.GetBytes(cells, bytes)));
            Span<char> name = stackalloc char[256];
            Growing? column = null;
            while (json.Read())
                if (json.TokenType == JsonTokenType.PropertyName)
                    column =
                        json.ValueSpan.Length <= name.Length && columns.TryGetValue(name[..json.CopyString(name)], out var named) ? named
                        : columns.TryGetValue(json.GetString()!, out named) ? named
                        : null;
                else if (json.TokenType is JsonTokenType.String or JsonTokenType.Number)
                    column?.SetLast(ref json);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }

    private abstract class Growing(string name)
    {
        public string Name => name;

        public static Growing Of(RecordColumn column) =>
            column.Role switch
            {
                ColumnRole.Date => new GrowingDates(column.Name),
                ColumnRole.Amount => new GrowingAmounts(column.Name),
                _ => new GrowingFacet(column.Name),
            };

        public abstract void AddNone();

        public abstract void SetLast(ref Utf8JsonReader json);
    }

    private sealed class GrowingFacet(string name) : Growing(name)
    {
        private readonly List<string> _values = [""];
        private readonly List<int> _codes = [];
        private readonly Dictionary<string, int> _known = new(StringComparer.Ordinal) { [""] = 0 };

        public override void AddNone() => _codes.Add(0);

        public override void SetLast(ref Utf8JsonReader json)
        {
            if (json.TokenType != JsonTokenType.String)
                return;
            Span<char> buffer = stackalloc char[256];
            var known = _known.GetAlternateLookup<ReadOnlySpan<char>>();
            var value = json.ValueSpan.Length <= buffer.Length ? buffer[..json.CopyString(buffer)] : json.GetString()!.AsSpan();
            if (!known.TryGetValue(value, out var code))
            {
                _known.Add(value.ToString(), code = _values.Count);
                _values.Add(value.ToString());
            }
            _codes[^1] = code;
        }

        public FacetColumn Made() => new(Name, [.. _values], [.. _codes]);
    }

    private sealed class GrowingDates(string name) : Growing(name)
    {
        private readonly List<long> _seconds = [];

        public override void AddNone() => _seconds.Add(DateColumn.None);

        public override void SetLast(ref Utf8JsonReader json)
        {
            if (json.TokenType == JsonTokenType.Number && json.TryGetInt64(out var seconds))
                _seconds[^1] = seconds;
        }

        public DateColumn Made() => new(Name, [.. _seconds]);
    }

    private sealed class GrowingAmounts(string name) : Growing(name)
    {
        private readonly List<decimal?> _amounts = [];

        public override void AddNone() => _amounts.Add(null);

        public override void SetLast(ref Utf8JsonReader json)
        {
            if (json.TokenType == JsonTokenType.Number && json.TryGetDecimal(out var amount))
                _amounts[^1] = amount;
        }

        public AmountColumn Made() => new(Name, [.. _amounts]);
    }
}
