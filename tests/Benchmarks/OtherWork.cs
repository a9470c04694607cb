using System.Diagnostics;
using System.Globalization;

namespace ChatBot.Benchmarks;

/// <summary>
/// How much of the machine other programs used while something was measured (Linux, <c>/proc</c>): figures taken beside much other work
/// mean little.
/// Children count as our own once they have ended.
/// </summary>
internal sealed class OtherWork
{
    private const double TicksPerSecond = 100; // USER_HZ

    private readonly long _began = Stopwatch.GetTimestamp();
    private readonly double _others = Others();

    /// <summary>The share of all cores since this was made, 0 to 1; null where the system does not say.</summary>
    public double? Share =>
        File.Exists("/proc/stat")
            ? Math.Max(0, (Others() - _others) / (Stopwatch.GetElapsedTime(_began).TotalSeconds * Environment.ProcessorCount))
            : null;

    /// <summary>Seconds of processor time that were neither idle nor ours.</summary>
    private static double Others()
    {
        if (!File.Exists("/proc/stat"))
            return 0;
        // proc(5): user nice system idle iowait irq softirq steal
        var machine = Numbers(File.ReadLines("/proc/stat").First(), 1);
        // utime, stime, and those of ended children, are fields 14 to 17; the name in brackets before them may hold spaces.
        var stat = File.ReadAllText("/proc/self/stat");
        var own = Numbers(stat[(stat.LastIndexOf(')') + 1)..], 11);
        return (machine[0] + machine[1] + machine[2] + machine[5] + machine[6] + machine[7] - own[..4].Sum()) / TicksPerSecond;
    }

    private static double[] Numbers(string line, int from) =>
        [
            .. line.Split(' ', StringSplitOptions.RemoveEmptyEntries)
                .Skip(from)
                .Take(8)
                .Select(text => double.Parse(text, CultureInfo.InvariantCulture)),
        ];
}
