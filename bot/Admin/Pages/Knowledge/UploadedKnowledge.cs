using ChatBot.Knowledge.Indexing;
using ChatBot.Knowledge.Reading;
using ChatBot.Settings;
using Microsoft.Extensions.Options;

namespace ChatBot.Bot.Admin.Pages.Knowledge;

/// <summary>
/// Files that admins handed over on the Knowledge page: kept in a folder of the workspace below <c>Data:Directory</c>, which is a source
/// like any other.
/// </summary>
public sealed class UploadedKnowledge(
    IOptions<DataOptions> data,
    IOptions<KnowledgeOptions> options,
    DocumentReaders readers,
    KnowledgeIngestion ingestion
)
{
    /// <summary>Most bytes of one upload, all its files together.</summary>
    public long MostBytes => options.Value.MaxFileMegabytes * 1024L * 1024;

    /// <summary>The source's name and folder. The workspace is a platform's id: nothing of it may lead out of the folder.</summary>
    public string SourceOf(string workspace) => data.Value.PathOf(Path.Combine("uploads", "of-" + Uri.EscapeDataString(workspace)));

    /// <summary>Stores what can be read; a file of the same name is replaced.</summary>
    /// <returns>A line for each file that was refused.</returns>
    public async Task<IReadOnlyList<string>> SaveAsync(string workspace, IFormFileCollection files, CancellationToken cancel)
    {
        var folder = PrivateFiles.MakeFolder(SourceOf(workspace)).FullName;
        var refused = new List<string>();
        foreach (var file in files)
        {
            if (WhyNot(file) is { } reason)
            {
                refused.Add(reason);
                continue;
            }
            // Hidden until it is whole: a run that goes on meanwhile must not read half of it.
            var part = Path.Combine(folder, $".{Guid.NewGuid():N}.part");
            try
            {
                await using (var stored = PrivateFiles.Create(part))
                    await file.CopyToAsync(stored, cancel);
                File.Move(part, Path.Combine(folder, NameOf(file)), overwrite: true);
            }
            catch (IOException error)
            {
                refused.Add($"{NameOf(file)} could not be stored: {error.Message}");
            }
            finally
            {
                File.Delete(part);
            }
        }
        return refused;
    }

    /// <summary>Deletes an uploaded file; its documents leave the index with it.</summary>
    /// <returns>False where the document is not an uploaded one.</returns>
    public async Task<bool> RemoveAsync(string workspace, ListedDocument document, CancellationToken cancel)
    {
        var source = SourceOf(workspace);
        if (document.Source != source || Path.GetFileName(document.Path) != document.Path)
            return false;
        File.Delete(Path.Combine(source, document.Path));
        await ingestion.IngestAsync(workspace, source, [source], cancel: cancel);
        return true;
    }

    private string? WhyNot(IFormFile file) =>
        NameOf(file) is not { Length: > 0 and <= 200 } name
        || name[0] == '.'
        || name.AsSpan().IndexOfAny(Path.GetInvalidFileNameChars()) >= 0
            ? "A file whose name begins with a dot, is empty or too long was left out: rename it."
        : readers.For(name) is null ? $"{name} is of a kind that is not read."
        : file.Length == 0 ? $"{name} is empty."
        : null;

    /// <summary>Browsers may send a path of the person's machine.</summary>
    private static string NameOf(IFormFile file) => file.FileName[(file.FileName.LastIndexOfAny(['/', '\\']) + 1)..].Trim();
}
