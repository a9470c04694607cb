using System.Runtime.InteropServices;

namespace ChatBot.Models.Llama;

/// <summary>What llama.cpp needs of the system, looked for before it is loaded: what the loader says otherwise names no remedy.</summary>
internal static class NativeNeeds
{
    private const string OpenMp = "libgomp.so.1";

    /// <exception cref="InvalidOperationException">Something is missing; the message says what to install.</exception>
    public static void Require()
    {
        if (!OperatingSystem.IsLinux())
            return;
        if (!NativeLibrary.TryLoad(OpenMp, out var loaded))
            throw new InvalidOperationException(
                $"A model in this process needs {OpenMp}, which this system lacks; install it (Debian, Ubuntu: apt-get install libgomp1)."
            );
        NativeLibrary.Free(loaded);
    }
}
