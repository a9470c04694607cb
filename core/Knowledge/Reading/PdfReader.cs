using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;
using ChatBot.Knowledge.Reading.Blocks;

namespace ChatBot.Knowledge.Reading;

/// <summary>PDF through <c>pdftotext</c> (poppler-utils), where it is installed; every page is a section.</summary>
/// <param name="command">Name or path of pdftotext.</param>
public sealed partial class PdfReader(string command = "pdftotext") : IDocumentReader
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    public IReadOnlyCollection<string> Extensions { get; } = [".pdf"];

    public IEnumerable<SourceDocument> Read(FileContent file, Action<string> leftOut, CancellationToken cancel = default)
    {
        var pages = TextAsync(file.Path, cancel).GetAwaiter().GetResult().Split('\f');
        var sections = new List<Section>();
        foreach (var (index, page) in pages.Index())
            if (Paragraphs(page) is { Length: > 0 } text)
                sections.Add(new Section([], [new Verbatim(text)]) { Page = index + 1 });
        if (sections.Count == 0)
            throw new UnreadableDocumentException("holds no text, only images: run text recognition (OCR) over it first");
        return [new SourceDocument(file.Uri, Titles.FromFileName(file.Name), sections, Names: file.Name)];
    }

    private async Task<string> TextAsync(string path, CancellationToken cancel)
    {
        var start = new ProcessStartInfo(command)
        {
            ArgumentList = { "-q", "-enc", "UTF-8", path, "-" },
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
        };
        using var process = Start(start);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(Patience);
        try
        {
            var errors = process.StandardError.ReadToEndAsync(limit.Token);
            var text = await process.StandardOutput.ReadToEndAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token);
            if (process.ExitCode != 0)
                throw new UnreadableDocumentException($"is not a readable PDF: {FirstLine(await errors, process.ExitCode)}");
            return text;
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            throw new UnreadableDocumentException($"took pdftotext longer than {Patience.TotalMinutes:0} minutes");
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }

    private Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception error)
        {
            throw new UnreadableDocumentException($"is a PDF, and {command} is not on the PATH: install poppler-utils to read it", error);
        }
    }

    private static string FirstLine(string errors, int code) =>
        errors.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).FirstOrDefault()
        ?? $"pdftotext ended with {code}";

    /// <summary>Lines of a paragraph are joined and words broken at a line's end made whole.</summary>
    private static string Paragraphs(string page)
    {
        page = page.ReplaceLineEndings("\n");
        page = Broken().Replace(page, "$1$2");
        return LineEnd().Replace(page, " ").Trim();
    }

    [GeneratedRegex(@"(\p{Ll})-\n(\p{Ll})")]
    private static partial Regex Broken();

    [GeneratedRegex(@"(?<!\n)\n(?!\n|\s*[-•*]\s|\s*\d+[.)]\s)")]
    private static partial Regex LineEnd();
}
