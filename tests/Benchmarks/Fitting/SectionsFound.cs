using ChatBot.Answering.Capping;
using ChatBot.Answering.Evaluation;
using ChatBot.Answering.Generation;
using ChatBot.Answering.Retrieval;
using ChatBot.Embedding;
using ChatBot.Knowledge.Indexing;
using ChatBot.Language;
using ChatBot.Storage;
using ChatBot.TestKit.Knowledge;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;

namespace ChatBot.Benchmarks.Fitting;

/// <summary>The sections that the search found for a question, and what a quote of each is worth.</summary>
/// <param name="Quoted">Share of the facts that a quote of each section holds.</param>
/// <param name="FirstWords">Share of the facts in the first words of the first section, as many as an answer may have.</param>
/// <param name="Evidence">Of <see cref="SectionEvidence"/>.</param>
internal sealed record SectionsFound(
    string Project,
    DocumentationQuestion Asked,
    QuestionReading Question,
    IReadOnlyList<Passage> Passages,
    double[] Quoted,
    double FirstWords,
    double[][] Evidence
)
{
    /// <summary>As many as are chosen among.</summary>
    private const int Sections = 10;

    /// <param name="vectors">Null: words alone.</param>
    public static async Task<List<SectionsFound>> GatherAsync(
        IReadOnlyList<DocumentationProject> projects,
        IEmbeddingGenerator<string, Embedding<float>>? vectors,
        int maxWords
    )
    {
        var all = new List<SectionsFound>();
        foreach (var project in projects)
        {
            await using var knowledge = await KnowledgeDriver.StartAsync(services =>
                services.AddSingleton(vectors ?? new HashingEmbeddingGenerator())
            );
            await (vectors is null ? knowledge.IngestWordsAsync(project.Pages) : knowledge.IngestAsync(project.Pages));
            foreach (var asked in project.Questions)
            {
                var question = QuestionReading.Of(asked.Question);
                var passages = await knowledge.Index.SearchAsync(new KnowledgeQuery(Workspaces.Default, question, Sections));
                if (passages.Count == 0)
                    continue;
                all.Add(
                    new SectionsFound(
                        project.Name,
                        asked,
                        question,
                        passages,
                        [.. passages.Select(passage => asked.Held(SectionQuotation.Of(question, 1, passage, maxWords).Text))],
                        asked.Held(Capper.Cap(passages[0].Text, maxWords)),
                        new SectionEvidence(question, passages).Rows
                    )
                );
            }
            Console.WriteLine($"{project.Name}: {project.Questions.Count} questions");
        }
        return all;
    }

    /// <summary>Rows to fit to: right are the sections of right pages that hold most of the facts.</summary>
    public LinearFit.Row[] Choices
    {
        get
        {
            var best = Passages.Select((passage, i) => IsPage(passage) ? Quoted[i] : 0).Max();
            return [.. Evidence.Select((row, i) => new LinearFit.Row(row, best > 0 && IsPage(Passages[i]) && Quoted[i] >= best))];
        }
    }

    public bool IsPage(Passage passage) => Asked.Pages.Any(page => FactMatch.IsPage(passage.Uri, page));

    public double Held(string answer) => Asked.Held(answer);

    /// <summary>The section that these weights choose.</summary>
    public int Best(double[] weights) => Evidence.Index().MaxBy(row => LinearFit.Dot(weights, row.Item)).Index;
}
