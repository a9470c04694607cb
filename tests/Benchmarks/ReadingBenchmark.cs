using System.Diagnostics;
using ChatBot.Knowledge.Chunking;
using ChatBot.Knowledge.Reading;
using Microsoft.Extensions.DependencyInjection;

namespace ChatBot.Benchmarks;

/// <summary>
/// Reads and cuts files, without an index: <c>reading PATH…</c> shows MB a second by kind, and after each kind the most memory that the
/// process has taken so far. One kind a run tells what that kind takes.
/// </summary>
internal static class ReadingBenchmark
{
    public static Task RunAsync(string[] arguments)
    {
        var folder = Directory.CreateTempSubdirectory("chatbot-reading-").FullName;
        using var services = RetrievalBenchmark.Services(folder);
        var readers = services.GetRequiredService<DocumentReaders>();
        var walker = services.GetRequiredService<DocumentWalker>();
        var files = arguments
            .SelectMany(path => walker.List(path, long.MaxValue).Files)
            .ToLookup(file => Path.GetExtension(file.Path).ToLowerInvariant());
        Console.WriteLine("kind        files      MB   MB/s   documents   chunks   left out   unreadable   peak MB");
        foreach (var kind in files.OrderBy(kind => kind.Key, StringComparer.Ordinal))
            Show(kind.Key, [.. kind], readers);
        Directory.Delete(folder, recursive: true);
        return Task.CompletedTask;
    }

    private static void Show(string kind, IReadOnlyList<WalkedFile> files, DocumentReaders readers)
    {
        int documents = 0,
            chunks = 0,
            leftOut = 0,
            unreadable = 0;
        var clock = Stopwatch.StartNew();
        foreach (var file in files)
        {
            try
            {
                var content = new FileContent(file.Path, file.Uri);
                foreach (var document in readers.For(content.Name)!.Read(content, _ => leftOut++))
                {
                    documents++;
                    chunks += Chunker.Cut(document).Count;
                }
            }
            catch (UnreadableDocumentException)
            {
                unreadable++;
            }
        }
        var megabytes = files.Sum(file => file.Size) / 1e6;
        using var process = Process.GetCurrentProcess();
        Console.WriteLine(
            $"{kind, -10} {files.Count, 6} {megabytes, 7:0.0} {megabytes / clock.Elapsed.TotalSeconds, 6:0.0} {documents, 11} {chunks, 8} "
                + $"{leftOut, 10} {unreadable, 12} {process.PeakWorkingSet64 / 1e6, 9:0}"
        );
    }
}
