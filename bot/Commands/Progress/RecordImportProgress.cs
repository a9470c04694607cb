using System.Diagnostics;
using System.Globalization;
using ChatBot.Knowledge.Records.Importing.Running;
using Spectre.Console;

namespace ChatBot.Bot.Commands.Progress;

/// <summary>Shows how far an import of records is: a bar on a terminal, a plain line every few seconds in a pipe.</summary>
internal static class RecordImportProgress
{
    /// <summary>Between two lines in a pipe.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    public static Task<T> ShowAsync<T>(TextWriter error, string title, Func<IProgress<RecordProgress>, Task<T>> work)
    {
        if (IsTerminal(error))
            return AnsiConsole
                .Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) })
                .Progress()
                .AutoClear(true)
                .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
                .StartAsync(context =>
                {
                    var task = context.AddTask(Markup.Escape(title));
                    return work(new Steps(step => Show(task, title, step)));
                });
        var last = Stopwatch.GetTimestamp();
        return work(
            new Steps(step =>
            {
                if (Stopwatch.GetElapsedTime(last) < Pause)
                    return;
                last = Stopwatch.GetTimestamp();
                error.WriteLine($"{title}: {Rows(step)}{Share(step)}");
            })
        );
    }

    /// <summary>Whether people see standard error, rather than a pipe, a file or a test.</summary>
    public static bool IsTerminal(TextWriter error) => ReferenceEquals(error, Console.Error) && !Console.IsErrorRedirected;

    private static void Show(ProgressTask task, string title, RecordProgress step)
    {
        task.Description = Markup.Escape($"{title}: {Rows(step)}");
        task.IsIndeterminate = step.Bytes == 0;
        task.MaxValue = Math.Max(1, step.Length);
        task.Value = step.Bytes;
    }

    private static string Rows(RecordProgress step) => step.Rows.ToString("N0", CultureInfo.InvariantCulture) + " rows";

    private static string Share(RecordProgress step) => step.Bytes > 0 && step.Length > 0 ? $" ({100 * step.Bytes / step.Length} %)" : "";

    /// <summary>Reports in the caller's thread, in order.</summary>
    private sealed class Steps(Action<RecordProgress> handler) : IProgress<RecordProgress>
    {
        public void Report(RecordProgress value) => handler(value);
    }
}
