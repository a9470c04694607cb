using ChatBot.TestKit;

namespace ChatBot.Benchmarks.Fitting;

/// <summary><c>fit NAME</c>: learns the numbers of one part of the program and writes them beside its code.</summary>
internal static class Fit
{
    private static readonly Dictionary<string, Func<string[], Task>> Fits = new()
    {
        ["answerable"] = arguments => AnswerableFit.RunAsync(FolderOf(arguments)),
        ["confidence"] = arguments => ConfidenceFit.RunAsync(FolderOf(arguments)),
        ["corrections"] = arguments =>
            CorrectionsFit.RunAsync(arguments is ["--data", var folder] ? folder : SharedData.PathOf("corrections-clinc")),
        ["guard"] = arguments => GuardFit.RunAsync(FolderOf(arguments)),
        ["ranking"] = RankingFit.RunAsync,
        ["sections"] = arguments => SectionsFit.RunAsync(arguments is ["--data", var folder] ? folder : Documentation),
        ["support"] = arguments => SupportFit.RunAsync(arguments is ["--data", var folder] ? folder : Documentation),
        ["sentences"] = arguments => SentencesFit.RunAsync(FolderOf(arguments)),
    };

    private static string Documentation => Path.Combine(SharedData.RepositoryRoot!, "tests", "Benchmarks", "Documentation");

    private static string FolderOf(string[] arguments) => arguments is ["--data", var folder] ? folder : SharedData.Folder!;

    public static Task RunAsync(string[] arguments) =>
        arguments is [var name, .. var rest] && Fits.TryGetValue(name, out var fit)
            ? fit(rest)
            : throw new ArgumentException($"Name what to fit: {string.Join(", ", Fits.Keys.Order())}.");
}
