using System.Diagnostics;
using System.Globalization;
using ChatBot.Privacy;

namespace ChatBot.Benchmarks;

/// <summary>
/// Speed of redaction, and that it stays linear: an ordinary message, and repetitions that make careless expressions quadratic, at one
/// and at four times the length. The last column should be near four.
/// </summary>
internal static class RedactionBenchmark
{
    private const int Length = 250_000;
    private const int Rounds = 5;

    private static readonly string[] Units =
    [
        "Please call me on 0490 75 40 81 or write to anna@example.com about order 737219628, version 10.4.2. ",
        "The pipeline loads the table every night and checks that no row was lost on the way. ",
        "a@",
        "1 ",
        "12 ",
        "4111 ",
        "1.1.1.1 ",
        "1:",
        "password: ",
        "eyJ.",
        "-----BEGIN PRIVATE KEY-----",
        "://a:",
        "My name is Anna ",
        "5 Anna Anna ",
        "call ",
    ];

    public static Task RunAsync(string[] _)
    {
        var redactor = new Redactor();
        Console.WriteLine($"{"text", -32} {"MB/s", 8} {"ratio", 8}");
        foreach (var unit in Units)
        {
            var (once, fourTimes) = (Median(redactor, unit, Length), Median(redactor, unit, 4 * Length));
            var name = unit.Length > 30 ? unit[..27] + "..." : unit;
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{name, -32} {Length / once.TotalSeconds / 1e6, 8:F1} {fourTimes / once, 8:F1}"
                )
            );
        }
        return Task.CompletedTask;
    }

    private static TimeSpan Median(Redactor redactor, string unit, int length)
    {
        var text = string.Concat(Enumerable.Repeat(unit, length / unit.Length));
        redactor.Redact(text);
        var times = new List<TimeSpan>();
        for (var round = 0; round < Rounds; round++)
        {
            var watch = Stopwatch.StartNew();
            redactor.Redact(text);
            times.Add(watch.Elapsed);
        }
        return times.Order().ElementAt(Rounds / 2);
    }
}
