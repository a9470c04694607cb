namespace ChatBot.Core.Tests;

public sealed class LowPriorityTests
{
    [Fact]
    public async Task Work_is_lowered_and_nothing_else()
    {
        if (!OperatingSystem.IsLinux())
            return;
        var before = Nice();
        var (lowered, begun) = (0, 0);
        await LowPriority.RunAsync(() =>
        {
            lowered = Nice();
            // on Linux a thread has the value of the one that began it, which is how a library's own threads get it
            var thread = new Thread(() => begun = Nice());
            thread.Start();
            thread.Join();
        });
        Assert.Equal((10, 10), (lowered, begun));
        Assert.Equal(before, await Task.Run(Nice));
    }

    [Fact]
    public async Task What_it_throws_arrives() =>
        await Assert.ThrowsAsync<InvalidDataException>(() => LowPriority.RunAsync(() => throw new InvalidDataException()));

    /// <summary>The calling thread's, the 19th field of its line (proc_pid_stat(5)).</summary>
    private static int Nice() => int.Parse(File.ReadAllText("/proc/thread-self/stat").Split(") ")[^1].Split(' ')[16]);
}
