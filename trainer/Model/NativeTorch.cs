using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Loader;
using System.Security.Cryptography;

namespace ChatBot.Trainer.Model;

/// <summary>
/// Loads libtorch before anything asks TorchSharp for it. TorchSharp's own library was linked with GCC 13, whose <c>&lt;iostream&gt;</c>
/// asks libstdc++ for the version <c>GLIBCXX_3.4.32</c> and uses nothing of it; Debian 12 and Ubuntu 22.04 do not have that version. There
/// a copy that does without is made in the user's cache and loaded in its place: the loader knows a library by its name, so TorchSharp
/// finds the one that is there.
/// </summary>
public static class NativeTorch
{
    /// <summary>What no relocation of the library refers to, so that nothing can call it.</summary>
    private const string Version = "GLIBCXX_3.4.32",
        Symbol = "_ZSt21ios_base_library_initv",
        Library = "libLibTorchSharp.so";

    private static readonly Lazy<string?> Failure = new(Load);

    /// <summary>Why this machine cannot compute with libtorch, in one line; null where it can.</summary>
    public static string? Missing => Failure.Value;

    /// <summary>Loads libtorch once; call it before the first use of <c>torch</c>.</summary>
    /// <exception cref="NotSupportedException">It cannot be loaded; the message is one line that says what is needed.</exception>
    public static void Require()
    {
        if (Missing is { } reason)
            throw new NotSupportedException(reason);
    }

    private static string? Load()
    {
        try
        {
            if (OperatingSystem.IsLinux())
                LoadOnLinux();
            TorchSharp.torch.InitializeDeviceType(TorchSharp.DeviceType.CPU);
            return null;
        }
        catch (Exception e)
            when (e
                    is DllNotFoundException
                        or BadImageFormatException
                        or TypeInitializationException
                        or NotSupportedException
                        or FormatException
                        or IOException
                        or UnauthorizedAccessException
            )
        {
            return "libtorch cannot be loaded here, and training needs it: "
                + $"{FirstLine((e as TypeInitializationException)?.InnerException ?? e)} "
                + "(on Linux: x64, glibc 2.34, libstdc++ of GCC 12 or newer).";
        }
    }

    private static nint LoadOnLinux()
    {
        var folder =
            Folders().FirstOrDefault(folder => File.Exists(Path.Combine(folder, Library)))
            ?? throw new DllNotFoundException($"{Library} does not lie beside the program.");
        foreach (var needed in new[] { "libc10.so", "libtorch_cpu.so", "libtorch_cuda.so", "libtorch.so" })
            if (Path.Combine(folder, needed) is var path && File.Exists(path))
                NativeLibrary.Load(path);
        var library = Path.Combine(folder, Library);
        try
        {
            return NativeLibrary.Load(library);
        }
        catch (DllNotFoundException e) when (e.Message.Contains(Version, StringComparison.Ordinal))
        {
            return NativeLibrary.Load(Copy(library, CacheFolder()));
        }
    }

    /// <summary>
    /// A copy of <paramref name="library"/> that does without the version, in a folder named after the original's contents.
    /// </summary>
    /// <exception cref="FormatException">More than the one unused symbol needs the version.</exception>
    internal static string Copy(string library, string cache)
    {
        var original = File.ReadAllBytes(library);
        var patched = new SharedLibrary(original);
        if (patched.Excuse(Version) is not [Symbol])
            throw new FormatException($"{library} needs {Version}, which libstdc++ lacks here.");
        var folder = Path.Combine(cache, Convert.ToHexStringLower(SHA256.HashData(original))[..16]);
        var path = Path.Combine(folder, Library);
        // Compared, not trusted: what lies there is loaded into this process.
        if (File.Exists(path) && File.ReadAllBytes(path).AsSpan().SequenceEqual(patched.Bytes))
            return path;
        Directory.CreateDirectory(folder);
        var unfinished = Path.Combine(folder, Path.GetRandomFileName());
        File.WriteAllBytes(unfinished, patched.Bytes);
        File.Move(unfinished, path, overwrite: true); // another process may do the same, with the same bytes
        return path;
    }

    private static IEnumerable<string> Folders() =>
        (AppContext.GetData("NATIVE_DLL_SEARCH_DIRECTORIES") as string ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Append(AppContext.BaseDirectory)
            .Append(Path.Combine(AppContext.BaseDirectory, "runtimes", RuntimeInformation.RuntimeIdentifier, "native"))
            .Append(Path.Combine(AppContext.BaseDirectory, "runtimes", "linux-x64", "native"));

    private static string CacheFolder()
    {
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        var cache =
            Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } set ? set
            : home.Length > 0 ? Path.Combine(home, ".cache")
            : Path.Combine(Path.GetTempPath(), Environment.UserName);
        return Path.Combine(cache, "chatbot", "torch");
    }

    private static string FirstLine(Exception e) => e.Message.Trim().Split('\n')[0].TrimEnd('\r', ' ', '.') + ".";

    /// <summary>
    /// Whoever uses <c>torch</c> without asking for it first finds it too: TorchSharp looks for its library by this event.
    /// </summary>
#pragma warning disable CA2255 // TorchSharp loads its library from a static constructor, before any code of ours can ask.
    [ModuleInitializer]
    internal static void BeforeTorch() =>
        AssemblyLoadContext.Default.ResolvingUnmanagedDll += (_, name) =>
            name == "LibTorchSharp" && OperatingSystem.IsLinux() ? LoadOnLinux() : 0;
#pragma warning restore CA2255
}
