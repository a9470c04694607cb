using System.Diagnostics;
using ChatBot.Knowledge.Indexing;
using Spectre.Console;

namespace ChatBot.Bot.Commands.Progress;

/// <summary>Shows how far a long run is: a bar on a terminal, a plain line now and then in a pipe.</summary>
internal static class ProgressReport
{
    /// <summary>Shows the progress of an ingest run.</summary>
    public static Task<T> ShowAsync<T>(TextWriter error, string title, Func<IProgress<IngestProgress>, Task<T>> work) =>
        ShowAsync(error, title, report => work(new Steps<IngestProgress>(step => report(step.Files, step.TotalFiles))));

    /// <summary>Makes the vectors that are missing and shows how far that is.</summary>
    public static Task FillAsync(TextWriter error, VectorFill fill, CancellationToken cancel) =>
        ShowAsync(
            error,
            "Vectors",
            async report =>
            {
                await fill.RunAsync(new Steps<VectorProgress>(step => report(step.Chunks, step.TotalChunks)), cancel: cancel);
                return true;
            }
        );

    /// <param name="work">Calls its argument with the steps done and the steps in all.</param>
    public static Task<T> ShowAsync<T>(TextWriter error, string title, Func<Action<int, int>, Task<T>> work) =>
        ReferenceEquals(error, Console.Error) && !Console.IsErrorRedirected
            ? OnTerminalAsync(title, work)
            : InPipeAsync(error, title, work);

    private static Task<T> OnTerminalAsync<T>(string title, Func<Action<int, int>, Task<T>> work)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        return console
            .Progress()
            .AutoClear(true)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .StartAsync(context =>
            {
                var task = context.AddTask(Markup.Escape(title));
                return work(
                    (done, total) =>
                    {
                        task.MaxValue = Math.Max(1, total);
                        task.Value = done;
                    }
                );
            });
    }

    /// <summary>A line at the end of every fifth of the way, but no more than one a second.</summary>
    private static Task<T> InPipeAsync<T>(TextWriter error, string title, Func<Action<int, int>, Task<T>> work)
    {
        var last = (Fifth: 0, At: Stopwatch.GetTimestamp());
        return work(
            (done, total) =>
            {
                var fifth = total == 0 ? 0 : 5 * done / total;
                if (fifth == last.Fifth || Stopwatch.GetElapsedTime(last.At) < TimeSpan.FromSeconds(1))
                    return;
                last = (fifth, Stopwatch.GetTimestamp());
                error.WriteLine($"{title}: {done} of {total}");
            }
        );
    }

    /// <summary>Reports in the caller's thread, in order; <see cref="Progress{T}"/> would post to the pool.</summary>
    private sealed class Steps<T>(Action<T> handler) : IProgress<T>
    {
        public void Report(T value) => handler(value);
    }
}
