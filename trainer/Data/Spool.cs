using System.Text;

namespace ChatBot.Trainer.Data;

/// <summary>
/// Lines that wait in a file which goes with the object: prompts are long, and which of them are learnt from is known when all have been
/// read.
/// </summary>
internal sealed class Spool : IDisposable
{
    private readonly FileStream _file;

    /// <exception cref="IOException">The folder cannot be written.</exception>
    public Spool(string folder)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Options = FileOptions.DeleteOnClose,
        };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        _file = new FileStream(Path.Combine(folder, $".{Guid.NewGuid():N}.spool"), options);
    }

    public (long Offset, int Length) Add(DatasetLine line)
    {
        var bytes = Encoding.UTF8.GetBytes(WireJson.Write(line));
        var offset = _file.Seek(0, SeekOrigin.End);
        _file.Write(bytes);
        return (offset, bytes.Length);
    }

    public DatasetLine Read(Example example)
    {
        var bytes = new byte[example.Length];
        _file.Seek(example.Offset, SeekOrigin.Begin);
        _file.ReadExactly(bytes);
        return WireJson.Read<DatasetLine>(Encoding.UTF8.GetString(bytes));
    }

    public void Dispose() => _file.Dispose();
}
