using System.Runtime.InteropServices;

namespace ChatBot.Llama.Kernels;

/// <summary>
/// Zeroed, 64-byte aligned memory outside the garbage collector: kernels hold plain pointers into it, and freeing it gives it back at once.
/// </summary>
/// <typeparam name="T">An unmanaged element.</typeparam>
public sealed unsafe class NativeBuffer<T> : IDisposable where T : unmanaged
{
    private const int Alignment = 64; // a cache line, and a 512-bit vector

    private T* start;

    /// <summary>Room for <paramref name="length"/> elements, all zero.</summary>
    /// <exception cref="OutOfMemoryException">The system has not that much.</exception>
    public NativeBuffer(long length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        Length = length;
        var bytes = checked((nuint)length * (nuint)sizeof(T));
        start = (T*)NativeMemory.AlignedAlloc(bytes == 0 ? 1 : bytes, Alignment);
        NativeMemory.Clear(start, bytes);
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
            ObjectDisposedException.ThrowIf(start is null, this);
            return start;
        }
    }

    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private void Free()
    {
        if (start is null)
            return;
        NativeMemory.AlignedFree(start);
        start = null;
        GC.RemoveMemoryPressure(Math.Max(1, Length * sizeof(T)));
    }
}
