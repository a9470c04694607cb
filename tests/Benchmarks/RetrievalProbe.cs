using ChatBot.Knowledge.Indexing;
using ChatBot.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace ChatBot.Benchmarks;

/// <summary>Shows what a folder or file answers to each question of a cases file: <c>retrieval-probe PATH CASES.jsonl</c>.</summary>
internal static class RetrievalProbe
{
    public static async Task RunAsync(string[] arguments)
    {
        var folder = Directory.CreateTempSubdirectory("chatbot-probe-").FullName;
        try
        {
            await using var services = RetrievalBenchmark.Services(folder);
            await services.GetRequiredService<Migrator>().MigrateAsync();
            var report = await services.GetRequiredService<KnowledgeIngestion>().IngestAsync(Workspaces.Default, "probe", [arguments[0]]);
            Console.WriteLine(
                $"{report.Added} documents, "
                    + $"{(await services.GetRequiredService<IKnowledgeIndex>().SizeAsync(Workspaces.Default)).Chunks} chunks"
            );
            foreach (var skipped in report.Skipped)
                Console.WriteLine($"skipped {skipped.Path}: {skipped.Reason}");
            foreach (var question in RetrievalBenchmark.ReadQuestions(arguments[1]))
            {
                Console.WriteLine($"\n? {question}");
                foreach (
                    var passage in await services
                        .GetRequiredService<IKnowledgeIndex>()
                        .SearchAsync(new KnowledgeQuery(Workspaces.Default, question))
                )
                    Console.WriteLine($"  {passage.Similarity:0.00} {passage.Uri}  {passage.Title}");
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
