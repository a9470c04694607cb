using System.Text.Json;
using ChatBot.Answering.Guarding;
using ChatBot.Knowledge.Indexing;
using ChatBot.TestKit;
using ChatBot.TestKit.Answering;
using Microsoft.Extensions.DependencyInjection;

namespace ChatBot.Benchmarks;

/// <summary>
/// Attacks and honest texts through the question guard, with and without the sample topic; hidden instructions through the sanitiser.
/// </summary>
internal static class AttacksBenchmark
{
    public static async Task RunAsync(string[] args)
    {
        var folder = args is ["--data", var given, ..] ? given : null;
        string PathOf(string relative) => folder is null ? SharedData.PathOf(relative) : Path.Combine(folder, relative);
        var root = SharedData.RepositoryRoot!;
        var own = Path.Combine(root, "tests/Core.Tests/Answering/Guarding");
        var guards = new Dictionary<string, QuestionGuard>
        {
            ["sample topic"] = Guard(New().Set("Guard:TopicFile", Path.Combine(root, "bot/Sample/topic.json"))),
            ["no topic"] = Guard(New()),
        };
        foreach (var (name, guard) in guards)
        foreach (
            var file in new[]
            {
                PathOf("attacks/cases.jsonl"),
                PathOf("attacks/honest.jsonl"),
                Path.Combine(own, "attacks-own.jsonl"),
                Path.Combine(own, "long-honest.jsonl"),
            }
        )
        {
            var verdicts = new List<(string Text, GuardVerdict Verdict)>();
            foreach (var text in Questions(file))
                verdicts.Add((text, await guard.CheckAsync("default", text)));
            var blocked = verdicts.Count(one => !one.Verdict.Allowed);
            Console.WriteLine(
                $"{name}, {Path.GetFileName(Path.GetDirectoryName(file))}/{Path.GetFileName(file)}: {blocked} of {verdicts.Count} "
                    + "blocked; "
                    + $"{string.Join(", ", verdicts.GroupBy(one => one.Verdict.DecidedBy).Select(group => $"{group.Key} {group.Count()}"))}"
            );
            var honest = file.EndsWith("honest.jsonl", StringComparison.Ordinal);
            foreach (
                var (text, verdict) in verdicts
                    .Where(one => one.Verdict.Allowed != honest)
                    .Take(int.TryParse(args.LastOrDefault(), out var shown) ? shown : 0)
            )
                Console.WriteLine(
                    $"   {verdict.DecidedBy} {verdict.Score:0.00} {text[..Math.Min(220, text.Length)].ReplaceLineEndings(" ")}"
                );
        }

        var sanitiser = New().Services().GetRequiredService<PassageSanitiser>();
        foreach (var file in new[] { "text_attack_train.json", "code_attack_train.json" })
        {
            var attacks = JsonSerializer.Deserialize<Dictionary<string, string[]>>(File.ReadAllText(PathOf($"indirect-injection/{file}")))!;
            foreach (var (kind, texts) in attacks)
            {
                var removed = 0;
                foreach (var text in texts)
                    if (
                        !(
                            await SanitiseAsync(
                                sanitiser,
                                $"Refunds are paid within ten days. {text} Write to billing when it takes longer."
                            )
                        ).Contains(text, StringComparison.Ordinal)
                    )
                        removed++;
                Console.WriteLine($"hidden {file[..4]} {kind}: {removed} of {texts.Length} removed");
            }
        }
        int touched = 0,
            all = 0;
        foreach (
            var file in Directory
                .EnumerateFiles(PathOf("docs_dlt/docs"), "*.md*", SearchOption.AllDirectories)
                .Concat(Directory.EnumerateFiles(Path.Combine(root, "bot/Sample/knowledge"), "*.*", SearchOption.AllDirectories))
        )
        {
            var text = File.ReadAllText(file);
            all++;
            if ((await SanitiseAsync(sanitiser, text)).Length == text.Length)
                continue;
            touched++;
            foreach (var sentence in Knowledge.Chunking.Sentences.Split(text))
                if ((await SanitiseAsync(sanitiser, sentence.In(text))).Length == 0)
                    Console.WriteLine(
                        $"   {Path.GetFileName(file)}: {sentence.In(text)[..Math.Min(200, sentence.Length)].ReplaceLineEndings(" ")}"
                    );
        }
        Console.WriteLine($"honest documents changed: {touched} of {all}");
    }

    private static AnswererBuilder New() => new AnswererBuilder(new InMemoryIndex()).Set("Embeddings:Provider", "onnx");

    private static QuestionGuard Guard(AnswererBuilder builder) => builder.Services().GetRequiredService<QuestionGuard>();

    private static async Task<string> SanitiseAsync(PassageSanitiser sanitiser, string text) =>
        (await sanitiser.SanitiseAsync(new Passage("c", "d", ["t"], "u", "", 0, "prose", text, 1))).Text;

    private static IEnumerable<string> Questions(string file) =>
        File.ReadLines(file)
            .Where(line => line.Length > 0)
            .Select(line => JsonDocument.Parse(line).RootElement.GetProperty("question").GetString()!);
}
