namespace ChatBot.Models.Files;

/// <summary>A model or adapter file that cannot be used, in one line that names the file and says what is wrong with it.</summary>
public sealed class ModelFileException(string path, string reason, Exception? inner = null)
    : Exception($"{path}: {Printable(reason)}", inner)
{
    /// <summary>The file (or folder) that was refused.</summary>
    public string Path { get; } = path;

    /// <summary>What is wrong, without the path.</summary>
    public string Reason { get; } = Printable(reason);

    /// <summary>Names in a damaged file hold anything.</summary>
    private static string Printable(string text) => string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c));
}
