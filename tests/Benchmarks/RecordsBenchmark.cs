using System.Diagnostics;
using System.Globalization;
using ChatBot.Knowledge.Records.Asking;
using ChatBot.Storage;
using ChatBot.TestKit;
using ChatBot.TestKit.Records;
using ChatBot.TestKit.Storage;
using Dapper;

namespace ChatBot.Benchmarks;

/// <summary>
/// <c>records [ROWS] [--engine sqlite|postgres] [--list]</c>: the generated table of 1,000,000 requests on each engine (PostgreSQL where
/// CHATBOT_TEST_POSTGRES names one), asked 500 generated questions and 200 written by hand: what was read, what was found against the
/// truth, how long it took. <c>--list</c> names every question that was not answered exactly.
/// </summary>
internal static class RecordsBenchmark
{
    private const string Engine = "CHATBOT_TEST_ENGINE";

    public static async Task RunAsync(string[] arguments)
    {
        var rows = arguments is [var first, ..] && int.TryParse(first, CultureInfo.InvariantCulture, out var given) ? given : 1_000_000;
        var table = new RequestTable(rows);
        var exams = new (string Name, RecordExam Exam)[]
        {
            ("generated", new RecordExam(table, new QuestionGenerator(table).Generate())),
            ("by hand", new RecordExam(table, RecordQuestion.ReadByHand())),
        };
        foreach (var engine in EnginesOf(arguments))
        {
            Environment.SetEnvironmentVariable(Engine, engine);
            await using var driver = await TableDriver.StartAsync(rows);
            var imported = rows / driver.Import.TotalSeconds;
            Console.WriteLine($"{engine}: {rows} rows in {driver.Import.TotalSeconds:0.0} s, {imported:0} a second; {Memory()}");
            if (driver.Knowledge.Database.Engine == StorageEngine.Postgres) // as the server does by itself within a minute
                await driver.Knowledge.Database.WriteAsync(
                    Workspaces.All,
                    transaction => transaction.Connection!.ExecuteAsync("analyze records", transaction: transaction)
                );
            var watch = Stopwatch.StartNew();
            await driver.Desk.ReadAsync(new RecordAsker(Workspaces.Default), "How many requests are there?", null);
            Console.WriteLine($"the first question: {watch.Elapsed.TotalMilliseconds:0} ms");
            foreach (var (name, exam) in exams)
                Print(name, await exam.AskAsync(driver.Desk), arguments.Contains("--list"));
            Console.WriteLine(Memory());
        }
    }

    private static IReadOnlyList<string> EnginesOf(string[] arguments) =>
        Array.IndexOf(arguments, "--engine") is >= 0 and var at && at + 1 < arguments.Length ? [arguments[at + 1]]
        : Counterpart.Find(TestStorage.Server) is null ? ["sqlite"]
        : ["sqlite", "postgres"];

    private static void Print(string name, IReadOnlyList<ExamAnswer> answers, bool list)
    {
        int Of(Verdict verdict) => answers.Count(answer => answer.Verdict == verdict);
        var queries = answers.Count(answer => answer.Question.Query is not null);
        Console.WriteLine(
            $"{name}: {answers.Count} questions, exactly right {Of(Verdict.Right)} ({(double)Of(Verdict.Right) / answers.Count:0.0 %}), "
                + $"wrong numbers {Of(Verdict.WrongNumber)}, asked back {Of(Verdict.AskedBack)}, not understood "
                + $"{Of(Verdict.NotUnderstood)}; the very query {answers.Count(answer => answer.IsSameQuery)} of {queries}"
        );
        foreach (var same in answers.GroupBy(answer => answer.Question.Query?.Intent.ToString() ?? answer.Question.Expects.ToString()))
        {
            var right = same.Count(answer => answer.Verdict == Verdict.Right);
            var wrong = same.Count(answer => answer.Verdict == Verdict.WrongNumber);
            if (right < same.Count())
                Console.WriteLine($"  {same.Key, -12} {right} of {same.Count()} right, {wrong} wrong");
        }
        foreach (var same in answers.Where(answer => answer.Question.Query is not null).GroupBy(answer => answer.Question.Query!.Intent))
            Console.WriteLine(
                $"  {same.Key, -12} {same.Select(answer => answer.Took.TotalMilliseconds).Order().ElementAt(same.Count() / 2):0.0} ms"
            );
        var times = answers.Select(answer => answer.Took.TotalMilliseconds).Order().ToList();
        Console.WriteLine(
            $"  p50 {times[times.Count / 2]:0.0} ms, p95 {times[times.Count * 95 / 100]:0.0} ms, p99 {times[times.Count * 99 / 100]:0.0} ms"
        );
        if (list)
            foreach (var answer in answers.Where(answer => answer.Verdict != Verdict.Right).OrderBy(answer => answer.Verdict))
                Console.WriteLine(answer.Describe());
    }

    private static string Memory() => $"resident {Environment.WorkingSet / 1048576} MB";
}
