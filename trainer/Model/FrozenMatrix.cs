using System.Runtime.InteropServices;
using ChatBot.Models.Files;
using static TorchSharp.torch;

namespace ChatBot.Trainer.Model;

/// <summary>
/// A matrix of the base that is never learnt: floats, or blocks as the file has them that are unpacked where they are used.
/// </summary>
internal sealed class FrozenMatrix : IDisposable
{
    private const long PieceBytes = 32 << 20;

    private readonly Tensor _stored; // floats [rows, columns], or bytes [rows, bytes of a row]
    private readonly TensorKind _kind;
    private readonly Device _device;

    private FrozenMatrix(Tensor stored, MatrixLayout layout, Device device)
    {
        _stored = stored.DetachFromDisposeScope();
        _kind = layout.Kind;
        _device = device;
        (Rows, Columns) = (layout.Rows, layout.Columns);
    }

    public long Rows { get; }

    public long Columns { get; }

    /// <summary>Bytes that it holds.</summary>
    public long Bytes => _stored.NumberOfElements * _stored.ElementSize;

    private bool IsPacked => _stored.dtype == ScalarType.Byte;

    /// <summary>Reads a matrix.</summary>
    /// <param name="file">Where it lies.</param>
    /// <param name="name">Its name.</param>
    /// <param name="type">Floats to keep it as; null keeps blocks, or the file's own floats.</param>
    /// <param name="device">Where it is computed with; blocks stay in main memory.</param>
    public static FrozenMatrix Read(IWeightFile file, string name, ScalarType? type, Device device)
    {
        var layout = file.Layout(name);
        using var scope = NewDisposeScope();
        if (type is null && layout.Kind.BlockElements() == 1)
            type = layout.Kind switch
            {
                TensorKind.F16 => ScalarType.Float16,
                TensorKind.BF16 => ScalarType.BFloat16,
                _ => ScalarType.Float32,
            };
        if (type is not { } floats)
        {
            var packed = empty(layout.Rows, layout.RowBytes, ScalarType.Byte);
            foreach (var (start, count) in Pieces(layout))
            {
                using var rows = packed.narrow(0, start, count);
                file.ReadRows(name, start, rows.bytes);
            }
            return new FrozenMatrix(packed, layout, device);
        }
        var matrix = empty(layout.Rows, layout.Columns, floats, device);
        foreach (var (start, count) in Pieces(layout))
        {
            using var piece = NewDisposeScope();
            var bytes = new byte[count * layout.RowBytes];
            file.ReadRows(name, start, bytes);
            matrix.narrow(0, start, count).copy_(Unpacked(layout.Kind, bytes, count, layout.Columns));
        }
        return new FrozenMatrix(matrix, layout, device);
    }

    /// <summary>A matrix from numbers at hand, [rows, columns].</summary>
    public static FrozenMatrix Of(Tensor values) =>
        new(values, new MatrixLayout(TensorKind.F32, values.shape[0], values.shape[1]), values.device);

    /// <summary>[rows, columns]; the resident one where the type is its own, otherwise a new one of the current scope.</summary>
    public Tensor As(ScalarType type) => !IsPacked && _stored.dtype == type ? _stored : Slice(0, Rows, type);

    /// <summary>Whether <see cref="As"/> of this type costs nothing.</summary>
    public bool IsResident(ScalarType type) => !IsPacked && _stored.dtype == type;

    /// <summary>[count, columns] from row <paramref name="start"/>.</summary>
    public Tensor Slice(long start, long count, ScalarType type)
    {
        using var rows = _stored.narrow(0, start, count);
        return Floats(rows, type);
    }

    /// <summary>[N, columns] of the rows <paramref name="ids"/>, [N] int64.</summary>
    public Tensor Select(Tensor ids, ScalarType type)
    {
        using var there = ids.to(_stored.device);
        using var rows = _stored.index_select(0, there);
        return Floats(rows, type);
    }

    public void Dispose() => _stored.Dispose();

    private Tensor Floats(Tensor rows, ScalarType type)
    {
        if (!IsPacked)
            return rows.to(type, copy: true);
        return Unpacked(_kind, rows.bytes, rows.shape[0], Columns).to(type, _device);
    }

    /// <summary>Floats [rows, columns] in main memory.</summary>
    private static unsafe Tensor Unpacked(TensorKind kind, ReadOnlySpan<byte> packed, long rows, long columns)
    {
        var values = empty(rows, columns, ScalarType.Float32);
        var floats = MemoryMarshal.Cast<byte, float>(values.bytes);
        var rowBytes = (int)kind.Bytes(columns);
        fixed (byte* from = packed)
        fixed (float* to = floats)
        {
            var (source, target, each) = ((nint)from, (nint)to, (int)Math.Max(1, (1 << 16) / columns));
            Parallel.For(
                0,
                (int)((rows + each - 1) / each),
                piece =>
                {
                    var first = (long)piece * each;
                    var count = Math.Min(each, rows - first);
                    Unpacking.Unpack(
                        kind,
                        new ReadOnlySpan<byte>((byte*)source + first * rowBytes, (int)count * rowBytes),
                        new Span<float>((float*)target + first * columns, (int)(count * columns))
                    );
                }
            );
        }
        return values;
    }

    /// <summary>Rows at a time, so that neither a piece nor its floats grow beyond what one buffer may hold.</summary>
    private static IEnumerable<(long Start, long Count)> Pieces(MatrixLayout layout)
    {
        var most = Math.Max(1, PieceBytes / (4 * layout.Columns));
        for (var start = 0L; start < layout.Rows; start += most)
            yield return (start, Math.Min(most, layout.Rows - start));
    }
}
