using System.Collections.Frozen;
using System.Text.Json.Serialization;
using ChatBot.Language;

namespace ChatBot.Knowledge.Reading;

/// <summary>A file worth reading.</summary>
/// <param name="Path">Full path.</param>
/// <param name="Uri">Relative to the walked folder, with forward slashes; the name, where a single file was asked for.</param>
/// <param name="Modified">Milliseconds since 1970 UTC.</param>
public sealed record WalkedFile(string Path, string Uri, long Size, long Modified);

/// <summary>Something that was not read, and why, in words for people.</summary>
/// <param name="Partly">True for a part of a file (a line, a page) whose rest was read.</param>
/// <param name="Files">How many files it stands for: those of a kind that is not read are told in one line.</param>
public sealed record Skipped(string Path, string Reason, bool Partly = false, int Files = 1)
{
    /// <summary>The file as its source names it; empty where no document can be of it.</summary>
    [JsonIgnore]
    public string File { get; init; } = "";
}

/// <param name="Complete">False when some folder could not be listed: what is missing then may still exist.</param>
public sealed record Walk(IReadOnlyList<WalkedFile> Files, IReadOnlyList<Skipped> Skipped, bool Complete);

/// <summary>
/// Lists the readable files below a folder or git checkout: honours nested <c>.gitignore</c> and <c>.ignore</c>, skips hidden and
/// generated folders, and follows no link out of the folder, so a checkout never pulls in what lies outside it.
/// </summary>
public sealed class DocumentWalker(DocumentReaders readers)
{
    private static readonly FrozenSet<string> GeneratedFolders = WordList
        .Load("generated-folders")
        .Words.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>Bytes of a file of rules; a longer one is something else.</summary>
    private const long LongestRules = 1 << 20;

    private static readonly string[] IgnoreFiles = [".gitignore", ".ignore"];

    /// <param name="path">A folder or a file.</param>
    /// <param name="maxBytes">Larger files are skipped.</param>
    public Walk List(string path, long maxBytes, CancellationToken cancel = default)
    {
        var run = new Run(readers, Path.GetFullPath(path), maxBytes, cancel);
        return run.List();
    }

    private sealed class Run(DocumentReaders readers, string root, long maxBytes, CancellationToken cancel)
    {
        private readonly List<WalkedFile> _files = [];
        private readonly List<Skipped> _skipped = [];
        private readonly SortedDictionary<string, (int Count, string Example)> _unknown = new(StringComparer.OrdinalIgnoreCase);
        private readonly Stack<(string Prefix, IgnoreRules Rules)> _rules = new();
        private bool _complete = true;

        public Walk List()
        {
            if (File.Exists(root))
            {
                Take(new FileInfo(root), Path.GetFileName(root), asked: true);
            }
            else if (Directory.Exists(root))
            {
                Enter(new DirectoryInfo(root), "");
                foreach (var (kind, (count, example)) in _unknown)
                    _skipped.Add(
                        new Skipped(
                            example,
                            count == 1 ? $"files of kind {kind} are not read" : $"files of kind {kind} are not read ({count} of them)",
                            Files: count
                        )
                    );
                if (_files.Count == 0 && _skipped.Count == 0)
                    _skipped.Add(new Skipped(root, "the folder holds no files to read"));
            }
            else
            {
                _skipped.Add(new Skipped(root, "does not exist"));
                _complete = false;
            }
            return new Walk(_files, _skipped, _complete);
        }

        private void Enter(DirectoryInfo folder, string prefix)
        {
            cancel.ThrowIfCancellationRequested();
            FileSystemInfo[] entries;
            var rules = 0;
            try
            {
                entries = folder.GetFileSystemInfos();
                foreach (var name in IgnoreFiles)
                {
                    var file = new FileInfo(Path.Combine(folder.FullName, name));
                    // What has no length may be a pipe, which would be waited for.
                    if (!file.Exists || LengthOf(file) is 0 or > LongestRules)
                        continue;
                    _rules.Push((prefix, new IgnoreRules(File.ReadLines(file.FullName))));
                    rules++;
                }
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                _skipped.Add(new Skipped(folder.FullName, "cannot be listed: " + Reason(error)));
                _complete = false;
                return;
            }
            Array.Sort(entries, (a, b) => string.CompareOrdinal(a.Name, b.Name));
            foreach (var entry in entries)
                try
                {
                    Consider(entry, prefix.Length == 0 ? entry.Name : $"{prefix}/{entry.Name}");
                }
                catch (Exception error) when (error is IOException or UnauthorizedAccessException or System.Security.SecurityException)
                {
                    _skipped.Add(new Skipped(entry.FullName, "cannot be read: " + Reason(error)));
                }
            for (; rules > 0; rules--)
                _rules.Pop();
        }

        private void Consider(FileSystemInfo entry, string uri)
        {
            if (entry.Name.StartsWith('.'))
                return;
            // A name that is no UTF-8 is shown with signs that it does not hold, and by those it cannot be opened.
            if (entry.Name.Contains('\uFFFD') && !Path.Exists(entry.FullName))
            {
                _skipped.Add(new Skipped(entry.FullName, "has a name that is not UTF-8: rename it"));
                return;
            }
            if (entry is DirectoryInfo folder)
            {
                // A linked folder is a loop or a duplicate inside this one, or a way out of it.
                if (folder.LinkTarget is null && !IsGenerated(folder) && !IsIgnored(uri, isFolder: true))
                    Enter(folder, uri);
            }
            else if (!IsIgnored(uri, isFolder: false) && StaysInside(entry))
            {
                Take((FileInfo)entry, uri, asked: false);
            }
        }

        /// <summary>"env" and "bin" are ordinary names too: an environment has its marker, build output lies beside a project.</summary>
        private static bool IsGenerated(DirectoryInfo folder) =>
            folder.Name.ToLowerInvariant() switch
            {
                "env" => File.Exists(Path.Combine(folder.FullName, "pyvenv.cfg")),
                "bin" or "obj" => folder.Parent?.EnumerateFiles("*.*proj").Any() == true,
                "target" => File.Exists(Path.Combine(folder.Parent!.FullName, "Cargo.toml"))
                    || File.Exists(Path.Combine(folder.Parent!.FullName, "pom.xml")),
                var name => GeneratedFolders.Contains(name) || File.Exists(Path.Combine(folder.FullName, "pyvenv.cfg")),
            };

        private bool StaysInside(FileSystemInfo entry)
        {
            if (entry.LinkTarget is null)
                return true;
            try
            {
                var target = entry.ResolveLinkTarget(returnFinalTarget: true);
                if (
                    target is FileInfo { Exists: true }
                    && target.FullName.StartsWith(root + Path.DirectorySeparatorChar, StringComparison.Ordinal)
                )
                    return true;
                _skipped.Add(
                    new Skipped(entry.FullName, target is { Exists: true } ? "is a link out of the folder" : "is a link to nothing")
                );
            }
            catch (IOException)
            {
                _skipped.Add(new Skipped(entry.FullName, "is a link that leads in a circle"));
            }
            return false;
        }

        private bool IsIgnored(string uri, bool isFolder)
        {
            foreach (var (prefix, rules) in _rules) // innermost first
                if (rules.Decide(prefix.Length == 0 ? uri : uri[(prefix.Length + 1)..], isFolder) is { } decided)
                    return decided;
            return false;
        }

        private void Take(FileInfo file, string uri, bool asked)
        {
            if (readers.For(file.Name) is null)
            {
                var kind = file.Extension.Length > 0 ? file.Extension.ToLowerInvariant() : $"\"{file.Name}\"";
                if (asked)
                    _skipped.Add(new Skipped(file.FullName, $"files of kind {kind} are not read"));
                else
                    _unknown[kind] = _unknown.TryGetValue(kind, out var seen) ? (seen.Count + 1, seen.Example) : (1, file.FullName);
                return;
            }
            var size = LengthOf(file);
            if (size > maxBytes)
                _skipped.Add(
                    new Skipped(
                        file.FullName,
                        $"is {size / 1048576.0:0.#} MB large, over the limit of {maxBytes / 1048576.0:0.#} MB "
                            + "(Knowledge:MaxFileMegabytes): split it or raise the limit"
                    )
                );
            else
                _files.Add(new WalkedFile(file.FullName, uri, size, new DateTimeOffset(file.LastWriteTimeUtc).ToUnixTimeMilliseconds()));
        }
    }

    /// <summary>Bytes of a file, or of what it links to.</summary>
    private static long LengthOf(FileInfo file) => (file.ResolveLinkTarget(returnFinalTarget: true) as FileInfo ?? file).Length;

    internal static string Reason(Exception error) =>
        error switch
        {
            UnauthorizedAccessException => "permission denied",
            FileNotFoundException or DirectoryNotFoundException => "it went away meanwhile",
            _ => error.Message.ReplaceLineEndings(" "),
        };
}
