using System.Runtime.InteropServices;

namespace ChatBot.Llama.Kernels;

/// <summary>
/// Zeroed, 64-byte aligned memory outside the garbage collector: kernels hold plain pointers into it, and freeing it gives it back at once.
/// </summary>
/// <typeparam name="T">An unmanaged element.</typeparam>
public sealed unsafe class NativeBuffer<T> : IDisposable
    where T : unmanaged
{
    private const int Alignment = 64; // a cache line, and a 512-bit vector

    private T* _start;

    /// <summary>Room for <paramref name="length"/> elements, all zero.</summary>
    /// <exception cref="OutOfMemoryException">The system has not that much.</exception>
    public NativeBuffer(long length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        Length = length;
        var bytes = checked((nuint)length * (nuint)sizeof(T));
        _start = (T*)NativeMemory.AlignedAlloc(bytes == 0 ? 1 : bytes, Alignment);
        NativeMemory.Clear(_start, bytes);
        GC.AddMemoryPressure(Math.Max(1, (long)bytes));
    }

    ~NativeBuffer() => Free();

    /// <summary>Elements in the buffer.</summary>
    public long Length { get; }

    /// <summary>The first element; valid until <see cref="Dispose"/>.</summary>
    public T* Pointer
    {
        get
        {
            ObjectDisposedException.ThrowIf(_start is null, this);
            return _start;
        }
    }

    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private void Free()
    {
        if (_start is null)
            return;
        NativeMemory.AlignedFree(_start);
        _start = null;
        GC.RemoveMemoryPressure(Math.Max(1, Length * sizeof(T)));
    }
}
