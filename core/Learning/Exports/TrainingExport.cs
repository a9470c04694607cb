using System.Security.Cryptography;
using ChatBot.Settings;

namespace ChatBot.Learning.Exports;

/// <param name="Read">Interactions looked at so far, of <paramref name="Total"/>.</param>
public readonly record struct ExportProgress(long Read, long Total, long Rows);

/// <summary>Writes what was learnt into a file for other tools, in constant memory whatever the size.</summary>
public sealed class TrainingExport(TrainingRows rows, TimeProvider time)
{
    /// <summary>In the data directory: where files lie while they are sent to whoever asked for them.</summary>
    public const string Folder = "exports";

    private const int ReportEvery = 500;

    /// <summary>
    /// Deletes what was being sent when the server was killed: only the server, at its start, knows that nobody is sent it now.
    /// </summary>
    public static void ForgetUnsent(DataOptions data)
    {
        if (data.PathOf(Folder) is var left && Directory.Exists(left))
            Directory.Delete(left, recursive: true);
    }

    /// <summary>The file appears under its name when it is whole; a failed export leaves nothing behind.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public async Task<ExportManifest> RunAsync(
        ExportRequest request,
        string path,
        IProgress<ExportProgress>? progress = null,
        CancellationToken cancel = default
    )
    {
        var draft = path + ".part";
        try
        {
            var total = await rows.CountAsync(request.Workspace, cancel);
            var (read, written) = (0L, 0L);
            await using (var writer = ExportWriters.Open(request.Format, draft))
                await foreach (var row in rows.ReadAsync(request, Count, cancel))
                {
                    await writer.WriteAsync(row, cancel);
                    written++;
                }
            progress?.Report(new ExportProgress(read, Math.Max(total, read), written));
            File.Move(draft, path, overwrite: true);
            await using var file = File.OpenRead(path);
            var hash = Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancel));
            return new ExportManifest(
                request.Format,
                request.Workspace,
                request.QualityThreshold,
                request.ApprovedOnly,
                Redacted: true,
                written,
                read,
                file.Length,
                hash,
                time.GetUtcNow()
            );

            void Count()
            {
                if (++read % ReportEvery == 0)
                    progress?.Report(new ExportProgress(read, Math.Max(total, read), written));
            }
        }
        catch
        {
            File.Delete(draft);
            throw;
        }
    }
}
