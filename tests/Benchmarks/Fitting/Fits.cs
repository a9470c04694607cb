using ChatBot.TestKit;

namespace ChatBot.Benchmarks.Fitting;

/// <summary>
/// Makes fitted numbers anew: <c>fit NAME [--data FOLDER]</c>. The same data gives the same digits; the file is written beside the
/// code that reads it.
/// </summary>
internal static class Fits
{
    /// <summary>By name: what fits, and its folder of <c>shared/data</c>.</summary>
    private static readonly Dictionary<string, (Func<string, Task> Run, string Data)> Known = new()
    {
        ["corrections"] = (CorrectionsFit.RunAsync, "corrections-clinc"),
    };

    public static Task RunAsync(string[] arguments)
    {
        if (arguments is not [var name, ..] || !Known.TryGetValue(name, out var fit))
            throw new ArgumentException($"Name what to fit: {string.Join(", ", Known.Keys.Order())}.");
        return fit.Run(arguments is [_, "--data", var folder] ? folder : SharedData.PathOf(fit.Data));
    }
}
