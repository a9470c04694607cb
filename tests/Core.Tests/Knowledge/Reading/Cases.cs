namespace ChatBot.Core.Tests.Knowledge.Reading;

/// <summary>The documents in <c>cases/</c>.</summary>
internal static class Cases
{
    public static string Folder => Path.Combine(AppContext.BaseDirectory, "Knowledge", "Reading", "cases");

    public static byte[] Bytes(string name) => File.ReadAllBytes(Path.Combine(Folder, name));

    public static IEnumerable<string> Names(string extension) =>
        Directory.EnumerateFiles(Folder, "*" + extension).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal);
}
