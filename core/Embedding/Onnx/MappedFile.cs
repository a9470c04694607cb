using System.IO.MemoryMappedFiles;

namespace ChatBot.Embedding.Onnx;

/// <summary>A file's bytes where the system keeps them, without a copy.</summary>
internal sealed unsafe class MappedFile : IDisposable
{
    private readonly MemoryMappedFile? _file;
    private readonly MemoryMappedViewAccessor? _view;
    private readonly byte* _begin;
    private readonly int _length;

    /// <param name="path">A file; what lies beyond 2 GB of it is not seen.</param>
    public MappedFile(string path)
    {
        _length = (int)Math.Min(new FileInfo(path).Length, int.MaxValue);
        if (_length == 0)
            return; // cannot be mapped
        _file = MemoryMappedFile.CreateFromFile(path, FileMode.Open, null, 0, MemoryMappedFileAccess.Read);
        _view = _file.CreateViewAccessor(0, _length, MemoryMappedFileAccess.Read);
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref _begin);
    }

    /// <summary>Only until <see cref="Dispose"/>.</summary>
    public ReadOnlySpan<byte> Bytes => new(_begin, _length);

    public void Dispose()
    {
        _view?.SafeMemoryMappedViewHandle.ReleasePointer();
        _view?.Dispose();
        _file?.Dispose();
    }
}
