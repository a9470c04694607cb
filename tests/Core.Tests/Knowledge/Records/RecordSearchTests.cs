using ChatBot.Knowledge.Records.Asking;
using ChatBot.Knowledge.Records.Searching;
using ChatBot.TestKit.Knowledge;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using static ChatBot.TestKit.Knowledge.ImportedRecords;

namespace ChatBot.Core.Tests.Knowledge.Records;

public sealed class RecordSearchTests
{
    private static readonly Dictionary<string, string> NoFilter = [];

    [Fact]
    public async Task A_row_that_holds_the_rare_word_comes_before_one_that_holds_the_common_one()
    {
        await using var knowledge = await KnowledgeDriver.StartAsync();
        await ImportAsync(
            knowledge.Services,
            [
                Row("1", "Printer is slow", "", "IT"),
                Row("2", "Printer is broken", "", "IT"),
                Row("3", "Printer out of paper", "", "IT"),
                Row("4", "Projector", "The lamp flickers.", "IT"),
                Row("5", "Printers in the lobby", "A lamp stands beside the printer.", "IT"),
                Row("6", "Holiday", "Two weeks.", "HR"),
            ]
        );

        var found = await FindAsync(knowledge, "the printer lamp");

        Assert.Equal(["5", "4", "1", "2", "3"], found.Select(row => row.Id));
        Assert.Equal(1, found[0].Similarity, 6);
        Assert.True(found[1].Similarity > found[2].Similarity);
        Assert.Equal("records:requests.csv#5", found[0].Uri);
    }

    [Fact]
    public async Task Filters_are_facets_in_any_case_and_all_of_them_hold()
    {
        await using var knowledge = await KnowledgeDriver.StartAsync();
        await ImportAsync(
            knowledge.Services,
            [
                Row("1", "Laptop", "", "IT", "high"),
                Row("2", "Laptop bag", "", "HR", "high"),
                Row("3", "Laptop", "", "IT", "low"),
                Row("4", "Laptop", "", null, "high"),
            ]
        );

        Assert.Equal(["1", "3"], (await FindAsync(knowledge, "laptop", ("category", "it"))).Select(row => row.Id));
        Assert.Equal(["1"], (await FindAsync(knowledge, "laptop", ("CATEGORY", "IT"), ("Priority", "High"))).Select(row => row.Id));
        Assert.Empty(await FindAsync(knowledge, "laptop", ("category", "IT"), ("colour", "red")));
        Assert.Empty(await FindAsync(knowledge, "laptop", ("title", "Laptop")));
        Assert.Empty(await FindAsync(knowledge, "chair", ("category", "IT")));
        Assert.Empty(await FindAsync(knowledge, "of the"));
    }

    [Fact]
    public async Task Only_rows_that_are_seen_where_it_is_asked_are_found()
    {
        await using var knowledge = await KnowledgeDriver.StartAsync(
            null,
            new("Records:Rights:0:Source", "requests.csv"),
            new("Records:Rights:0:Channel", "api"),
            new("Records:Rights:0:Column", "category"),
            new("Records:Rights:0:Values:0", "it")
        );
        await ImportAsync(knowledge.Services, [Row("1", "Laptop", "", "IT"), Row("2", "Laptop", "", "HR")]);
        await ImportAsync(knowledge.Services, [Row("1", "Laptop", "", "HR")], workspace: "acme");

        Assert.Equal(["1"], (await FindAsync(knowledge, "laptop")).Select(row => row.Id));
        Assert.Empty(await FindAsync(knowledge, "laptop", ("category", "HR")));
        Assert.Empty(await Search(knowledge).FindAsync(new RecordAsker("default", "mcp"), "laptop", NoFilter, 5));
        Assert.Single(await Search(knowledge).FindAsync(new RecordAsker("acme", "mcp"), "laptop", NoFilter, 5));
    }

    [Fact]
    public async Task What_is_still_being_imported_for_the_first_time_is_not_found()
    {
        await using var knowledge = await KnowledgeDriver.StartAsync();
        await ImportAsync(knowledge.Services, [Row("1", "Laptop", "", "IT")], ends: false);

        Assert.Empty(await FindAsync(knowledge, "laptop"));
    }

    [Fact]
    public async Task Of_many_rows_the_best_that_fit_are_found_however_many_do_not()
    {
        await using var knowledge = await KnowledgeDriver.StartAsync();
        var others = Enumerable.Range(0, 1200).Select(i => Row($"o{i}", "Laptop charger", "", "IT"));
        await ImportAsync(knowledge.Services, [.. others, Row("last", "Laptop", "", "HR"), Row("best", "Laptop charger", "", "HR")]);

        Assert.Equal(["best", "last"], (await FindAsync(knowledge, "laptop charger", ("category", "HR"))).Select(row => row.Id));
    }

    [Fact]
    public async Task An_embedder_that_knows_meanings_orders_what_words_have_found()
    {
        await using var knowledge = await KnowledgeDriver.StartAsync(services =>
            services.AddSingleton<IEmbeddingGenerator<string, Embedding<float>>>(
                new ConceptGenerator("m", "broken crashed defect", "holiday vacation")
            )
        );
        await ImportAsync(
            knowledge.Services,
            [
                Row("1", "Laptop for the vacation", "A defect holiday plan.", "IT"),
                Row("2", "My laptop crashed", "", "IT"),
                Row("3", "New laptop", "", "IT"),
            ]
        );

        var found = await FindAsync(knowledge, "My laptop is broken");

        Assert.Equal("2", found[0].Id);
        Assert.Equal("3", found[^1].Id);
        Assert.InRange(found[0].Similarity, 0.99, 1);
    }

    private static RecordSearch Search(KnowledgeDriver knowledge) => knowledge.Services.GetRequiredService<RecordSearch>();

    private static Task<IReadOnlyList<RecordMatch>> FindAsync(
        KnowledgeDriver knowledge,
        string query,
        params (string Name, string Value)[] filters
    ) =>
        Search(knowledge)
            .FindAsync(new RecordAsker("default", "api"), query, filters.ToDictionary(filter => filter.Name, filter => filter.Value), 5);
}
