namespace ChatBot.Benchmarks;
internal static class CorrectionsBenchmark { public static Task RunAsync(string[] arguments) => Task.CompletedTask; }
