using System.Text.Json;
using ChatBot.Answering.Guarding;
using ChatBot.TestKit;
using ChatBot.TestKit.Answering;
using Microsoft.Extensions.DependencyInjection;

namespace ChatBot.Core.Tests.Answering.Guarding;

/// <summary>Guards with the shipped model, and what they are asked.</summary>
internal static class Guards
{
    public static readonly QuestionGuard Sample = Of(
        New().Set("Guard:TopicFile", Path.Combine(SharedData.RepositoryRoot!, "bot/Sample/topic.json"))
    );

    public static readonly QuestionGuard NoTopic = Of(New());

    /// <summary>On all cores: thousands of texts are asked.</summary>
    public static async Task<double> BlockedShareAsync(QuestionGuard guard, IReadOnlyList<string> texts)
    {
        var blocked = 0;
        await Parallel.ForEachAsync(
            texts,
            async (text, cancel) =>
            {
                await Task.Yield(); // a check never waits for anything, and tests beside these need the pool's threads too
                if (!(await guard.CheckAsync("default", text, cancel)).Allowed)
                    Interlocked.Increment(ref blocked);
            }
        );
        return blocked / (double)texts.Count;
    }

    public static AnswererBuilder New() => new AnswererBuilder(new InMemoryIndex()).Set("Embeddings:Provider", "onnx");

    public static QuestionGuard Of(AnswererBuilder builder) => builder.Services().GetRequiredService<QuestionGuard>();

    public static string Own(string file) => Path.Combine(SharedData.RepositoryRoot!, "tests/Core.Tests/Answering/Guarding", file);

    public static List<string> Texts(string file) =>
        [
            .. File.ReadLines(file)
                .Where(line => line.Length > 0)
                .Select(line => JsonDocument.Parse(line).RootElement.GetProperty("question").GetString()!),
        ];
}
