using ChatBot.Knowledge.Records.Asking;
using ChatBot.Storage;
using ChatBot.TestKit.Knowledge;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;

namespace ChatBot.Core.Tests.Knowledge.Records;

/// <summary>A word that is near a value in meaning is asked back, never counted.</summary>
public sealed class NearMeaningTests
{
    private static readonly RecordAsker Asker = new(Workspaces.Default);

    [Fact]
    public async Task A_word_near_a_value_is_asked_back_and_the_values_vectors_are_made_once()
    {
        var embedder = new ConceptGenerator("m", "hr hiring payroll", "it laptop");
        await using var knowledge = await StartAsync(embedder);
        Assert.Equal("category = HR", await AskedBackAsync(knowledge, "How many hiring requests are there?"));
        var made = embedder.Texts;
        Assert.Equal("category = IT", await AskedBackAsync(knowledge, "How many laptop requests are there?"));
        Assert.Equal(made + 1, embedder.Texts);
    }

    [Fact]
    public async Task Where_the_embedder_fails_it_is_said_what_was_not_understood()
    {
        await using var knowledge = await StartAsync(new ConceptGenerator("m", "hr hiring") { CallsLeft = 0 });
        var desk = knowledge.Services.GetRequiredService<IRecordDesk>();
        var partly = Assert.IsType<RecordReading.Partly>(await desk.ReadAsync(Asker, "How many hiring requests are there?", null));
        Assert.Equal(["hiring"], partly.Unknown);
    }

    private static async Task<KnowledgeDriver> StartAsync(ConceptGenerator embedder)
    {
        var knowledge = await KnowledgeDriver.StartAsync(services =>
            services.AddSingleton<IEmbeddingGenerator<string, Embedding<float>>>(embedder)
        );
        await ImportedRecords.ImportAsync(
            knowledge.Services,
            [ImportedRecords.Row("A-1", "Laptop", "", "IT"), ImportedRecords.Row("A-2", "Chair", "", "HR")]
        );
        return knowledge;
    }

    private static async Task<string> AskedBackAsync(KnowledgeDriver knowledge, string question)
    {
        var reading = await knowledge.Services.GetRequiredService<IRecordDesk>().ReadAsync(Asker, question, null);
        return RecordWording.Understood(Assert.Single(Assert.IsType<RecordReading.Ambiguous>(reading).Readings));
    }
}
