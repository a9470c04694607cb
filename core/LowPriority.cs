using System.Runtime.InteropServices;

namespace ChatBot;

/// <summary>
/// Work that nobody waits for gives way to people: it takes all of an idle processor, and of a busy one a tenth of what answers get.
/// </summary>
internal static partial class LowPriority
{
    /// <summary>As <c>nice</c> has it by default: a weight of 110 beside 1024 (sched-nice-design of the Linux kernel).</summary>
    private const int Nice = 10;

    /// <summary>
    /// Lowers the calling thread, and with it the threads that native code begins on it. Only who has the right to may raise one again,
    /// so it has to be a thread of its own.
    /// </summary>
    private static void LowerThisThread()
    {
        Thread.CurrentThread.Priority = ThreadPriority.BelowNormal; // means nothing on Linux
        if (OperatingSystem.IsLinux())
            _ = SetPriority(ProcessOrThread, ThisOne, Nice);
    }

    /// <summary>Runs on a lowered thread of its own.</summary>
    public static Task<T> RunAsync<T>(Func<T> work, CancellationToken cancel = default) =>
        Task.Factory.StartNew(
            () =>
            {
                LowerThisThread();
                return work();
            },
            cancel,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default
        );

    /// <inheritdoc cref="RunAsync{T}"/>
    public static Task RunAsync(Action work, CancellationToken cancel = default) =>
        RunAsync(
            () =>
            {
                work();
                return true;
            },
            cancel
        );

    private const int ProcessOrThread = 0,
        ThisOne = 0;

    /// <summary>setpriority(2): of the calling thread, since on Linux each thread has a nice value.</summary>
    [LibraryImport("libc", EntryPoint = "setpriority")]
    private static partial int SetPriority(int which, uint who, int priority);
}
