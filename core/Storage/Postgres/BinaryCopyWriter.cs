using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using Npgsql;

namespace ChatBot.Storage.Postgres;

/// <summary>
/// Rows in PostgreSQL's binary COPY format, written as bytes: the way to load vectors at full speed, whose binary form the
/// driver does not know. Format: PostgreSQL documentation, "COPY", section "Binary Format"; fields as the types' receive functions read
/// them.
/// PostgreSQL does not copy into a table whose row-level security binds the role: there the rows go through a temporary table.
/// </summary>
public sealed class BinaryCopyWriter : IAsyncDisposable
{
    private const int FlushAt = 256 * 1024;

    private const string Staging = "pg_temp.loading";

    private readonly NpgsqlConnection _connection;
    private readonly NpgsqlRawCopyStream _stream;
    private readonly string? _moveIn;
    private byte[] _buffer = new byte[FlushAt * 2];
    private int _used;

    /// <param name="moveIn">Takes the rows out of the temporary table; null where they are in place already.</param>
    private BinaryCopyWriter(NpgsqlConnection connection, NpgsqlRawCopyStream stream, string? moveIn)
    {
        (_connection, _stream, _moveIn) = (connection, stream, moveIn);
        Bytes([.. "PGCOPY\n"u8, 0xFF, .. "\r\n\0"u8]); // signature
        Int32(0); // flags
        Int32(0); // header extension
    }

    /// <param name="table">A constant of the caller, never input; <paramref name="columns"/> likewise, separated by commas.</param>
    public static async Task<BinaryCopyWriter> BeginAsync(
        NpgsqlConnection connection,
        string table,
        string columns,
        CancellationToken cancel = default
    )
    {
        var moveIn = await IsWalledAsync(connection, table, cancel)
            ? $"insert into {table} ({columns}) overriding system value select {columns} from {Staging}; drop table {Staging}"
            : null;
        if (moveIn is not null)
            await ExecuteAsync(
                connection,
                $"drop table if exists {Staging}; create table {Staging} as select {columns} from {table} with no data",
                cancel
            );
        var stream = await connection.BeginRawBinaryCopyAsync(
            $"copy {(moveIn is null ? table : Staging)} ({columns}) from stdin (format binary)",
            cancel
        );
        return new BinaryCopyWriter(connection, stream, moveIn);
    }

    /// <summary>Loads rows whole; <paramref name="write"/> writes one, its values in the columns' order.</summary>
    /// <inheritdoc cref="BeginAsync"/>
    public static async Task CopyAsync<T>(
        NpgsqlConnection connection,
        string table,
        string columns,
        IEnumerable<T> rows,
        Action<BinaryCopyWriter, T> write,
        CancellationToken cancel = default
    )
    {
        var fields = (short)(columns.AsSpan().Count(',') + 1);
        await using var copy = await BeginAsync(connection, table, columns, cancel);
        foreach (var row in rows)
        {
            await copy.StartRowAsync(fields, cancel);
            write(copy, row);
        }
        await copy.CompleteAsync(cancel);
    }

    /// <summary>Begins a row of so many fields; full buffers go out before it.</summary>
    public async ValueTask StartRowAsync(short fields, CancellationToken cancel = default)
    {
        if (_used >= FlushAt)
            await FlushAsync(cancel);
        Int16(fields);
    }

    public void Null() => Int32(-1);

    /// <summary>A text value; NUL, which PostgreSQL cannot store, is left out.</summary>
    public void Text(string value)
    {
        if (value.Contains('\0'))
            value = value.Replace("\0", "");
        var length = Encoding.UTF8.GetByteCount(value);
        Int32(length);
        Encoding.UTF8.GetBytes(value, Space(length));
    }

    public void BigInt(long value)
    {
        Int32(8);
        BinaryPrimitives.WriteInt64BigEndian(Space(8), value);
    }

    public void Integer(int value)
    {
        Int32(4);
        Int32(value);
    }

    public void Double(double value)
    {
        Int32(8);
        BinaryPrimitives.WriteDoubleBigEndian(Space(8), value);
    }

    /// <summary>A <c>bytea</c>.</summary>
    public void Bytea(ReadOnlySpan<byte> value)
    {
        Int32(value.Length);
        Bytes(value);
    }

    /// <summary>A pgvector <c>vector</c>: dimensions, zero, then the values.</summary>
    public void Vector(ReadOnlySpan<float> values)
    {
        Int32(4 + 4 * values.Length);
        Int16((short)values.Length);
        Int16(0);
        var bits = MemoryMarshal.Cast<float, int>(values);
        var space = MemoryMarshal.Cast<byte, int>(Space(4 * values.Length));
        if (BitConverter.IsLittleEndian)
            BinaryPrimitives.ReverseEndianness(bits, space);
        else
            bits.CopyTo(space);
    }

    /// <summary>Ends the load; without it nothing is stored.</summary>
    public async Task CompleteAsync(CancellationToken cancel = default)
    {
        Int16(-1);
        await FlushAsync(cancel);
        await _stream.DisposeAsync();
        if (_moveIn is not null)
            await ExecuteAsync(_connection, _moveIn, cancel);
    }

    public ValueTask DisposeAsync() => _stream.DisposeAsync();

    private static async Task<bool> IsWalledAsync(NpgsqlConnection connection, string table, CancellationToken cancel)
    {
        await using var walled = new NpgsqlCommand("select row_security_active($1)", connection)
        {
            Parameters = { new() { Value = table } },
        };
        return (bool)(await walled.ExecuteScalarAsync(cancel))!;
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancel);
    }

    private async Task FlushAsync(CancellationToken cancel)
    {
        await _stream.WriteAsync(_buffer.AsMemory(0, _used), cancel);
        _used = 0;
    }

    private void Int16(short value) => BinaryPrimitives.WriteInt16BigEndian(Space(2), value);

    private void Int32(int value) => BinaryPrimitives.WriteInt32BigEndian(Space(4), value);

    private void Bytes(ReadOnlySpan<byte> bytes) => bytes.CopyTo(Space(bytes.Length));

    private Span<byte> Space(int count)
    {
        if (_buffer.Length - _used < count)
            Array.Resize(ref _buffer, Math.Max(_buffer.Length * 2, _used + count));
        var space = _buffer.AsSpan(_used, count);
        _used += count;
        return space;
    }
}
