using System.Diagnostics;
using System.Globalization;
using ChatBot.Trainer.Training;

namespace ChatBot.Trainer.Jobs;

/// <summary>
/// Shows how far a job is: one line that is written over on a terminal, a line now and then in a pipe. What people have to know stays.
/// </summary>
internal sealed class JobProgress(TextWriter error)
{
    private static readonly TimeSpan Often = TimeSpan.FromMilliseconds(200),
        Seldom = TimeSpan.FromSeconds(5);

    private readonly bool _isTerminal = ReferenceEquals(error, Console.Error) && !Console.IsErrorRedirected;
    private readonly Lock _gate = new();
    private long _last;
    private int _shown;

    /// <summary>A line that stays.</summary>
    public void Say(string line)
    {
        lock (_gate)
        {
            Wipe();
            error.WriteLine(line);
        }
    }

    /// <param name="all">0 where it is not known.</param>
    public void Step(string what, long done, long all) => Show(all > 0 ? $"{what}: {done} of {all}" : $"{what}: {done}", done == all);

    /// <summary>A step of training.</summary>
    public void Step(TrainingProgress step)
    {
        var loss = string.Create(CultureInfo.InvariantCulture, $"loss {step.Loss:0.000}, {step.TokensPerSecond:0} tokens/s");
        var held = step.ValidationLoss is { } validation
            ? string.Create(CultureInfo.InvariantCulture, $", held out {validation:0.000}")
            : "";
        Show($"Training: step {step.Step} of {step.Steps}, {loss}{held}, {Time(step.Left)} left", step.Step == step.Steps);
    }

    /// <summary>For work that reports in its own words. Reports in the caller's thread, in order.</summary>
    public IProgress<T> Of<T>(Func<T, (string What, long Done, long All)> read) =>
        new Steps<T>(value =>
        {
            var (what, done, all) = read(value);
            Step(char.ToUpperInvariant(what[0]) + what[1..], done, all);
        });

    public IProgress<TrainingProgress> OfTraining() => new Steps<TrainingProgress>(Step);

    private void Show(string line, bool isLast)
    {
        lock (_gate)
        {
            if (!isLast && Stopwatch.GetElapsedTime(_last) < (_isTerminal ? Often : Seldom))
                return;
            _last = Stopwatch.GetTimestamp();
            if (!_isTerminal)
                error.WriteLine(line);
            else
            {
                Wipe();
                error.Write(line);
                _shown = line.Length;
            }
        }
    }

    private void Wipe()
    {
        if (_shown > 0)
            error.Write($"\r{new string(' ', _shown)}\r");
        _shown = 0;
    }

    private static string Time(TimeSpan left) =>
        left.TotalHours >= 1 ? $"{left.TotalHours:0.0} h"
        : left.TotalMinutes >= 1 ? $"{left.TotalMinutes:0} min"
        : $"{left.TotalSeconds:0} s";

    private sealed class Steps<T>(Action<T> handler) : IProgress<T>
    {
        public void Report(T value) => handler(value);
    }
}
