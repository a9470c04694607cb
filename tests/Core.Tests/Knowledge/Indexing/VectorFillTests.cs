using ChatBot.Embedding;
using ChatBot.Knowledge.Chunking;
using ChatBot.Knowledge.Indexing;
using ChatBot.Knowledge.Searching;
using ChatBot.Storage;
using ChatBot.TestKit.Knowledge;
using Dapper;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;

namespace ChatBot.Core.Tests.Knowledge.Indexing;

public sealed class VectorFillTests
{
    private const int Many = 150;

    [Fact]
    public async Task A_document_is_found_by_its_words_before_it_has_vectors_and_by_its_meaning_afterwards()
    {
        var concepts = Concepts("one");
        await using var knowledge = await StartAsync(concepts);
        knowledge.Write("a.md", "# Kennel\n\nEvery canine sleeps indoors.");
        knowledge.Write("b.md", "# Payroll\n\nWages are paid monthly.");
        await knowledge.IngestWordsAsync();
        Assert.Equal(0, concepts.Texts);
        Assert.Equal(2, await knowledge.Vectors.PendingAsync());
        Assert.Equal("a.md", (await knowledge.SearchAsync("where does a canine sleep"))[0].Uri);
        Assert.Empty(await NearestAsync(knowledge, concepts, "dog"));

        await knowledge.Vectors.RunAsync();
        Assert.Equal(0, await knowledge.Vectors.PendingAsync());
        var nearest = await NearestAsync(knowledge, concepts, "dog");
        Assert.Contains("canin", nearest[0].Body);
        Assert.True(nearest[0].Cosine > 0.9);
    }

    [Fact]
    public async Task A_changed_document_gets_new_vectors_and_the_others_keep_theirs()
    {
        var concepts = Concepts("one");
        await using var knowledge = await StartAsync(concepts);
        knowledge.Write("a.md", "# Kennel\n\nEvery canine sleeps indoors.");
        knowledge.Write("b.md", "# Payroll\n\nWages are paid monthly.");
        await knowledge.IngestAsync();
        var before = concepts.Texts;
        knowledge.Write("b.md", "# Pets\n\nA feline sleeps anywhere it likes to sleep.");
        await knowledge.IngestAsync();
        Assert.Equal(2 + SentenceCount("A feline sleeps anywhere it likes to sleep."), concepts.Texts - before); // and the headings
        Assert.Contains("felin", (await NearestAsync(knowledge, concepts, "cat"))[0].Body);
        before = concepts.Texts;
        await knowledge.IngestAsync();
        Assert.Equal(before, concepts.Texts);
    }

    [Fact]
    public async Task Sentences_have_a_vector_each_in_the_order_of_the_text_and_last_the_headings()
    {
        var concepts = Concepts("one");
        await using var knowledge = await StartAsync(concepts);
        const string text = "Every canine sleeps indoors. Wages are paid monthly. Each feline has a basket.";
        knowledge.Write("a.md", $"# Canine\n\n{text}");
        await knowledge.IngestAsync();
        await using var connection = await knowledge.Database.OpenAsync(Workspaces.All);
        var stored = await connection.QuerySingleAsync<byte[]>("select vectors from chunk_sentences");
        var cosines = new QuestionBytes(concepts.Vector("cat")).Cosines(stored);
        Assert.Equal(4, cosines.Length);
        Assert.InRange(cosines[2], 0.98f, 1.02f);
        Assert.All(cosines[..2], cosine => Assert.InRange(cosine, -0.02f, 0.2f));
        Assert.InRange(new QuestionBytes(concepts.Vector("dog")).Cosines(stored)[3], 0.98f, 1.02f);
    }

    [Fact]
    public async Task A_run_that_is_killed_midway_keeps_what_it_made_and_the_next_one_makes_the_rest()
    {
        var concepts = Concepts("one");
        await using var knowledge = await StartAsync(concepts);
        WriteMany(knowledge);
        await knowledge.IngestWordsAsync();
        concepts.CallsLeft = 2;
        await Assert.ThrowsAsync<EmbeddingException>(() => knowledge.Vectors.RunAsync());
        var pending = await knowledge.Vectors.PendingAsync();
        Assert.InRange(pending, 1, Many - 1);
        Assert.Empty(await NearestAsync(knowledge, concepts, "dog"));

        var second = Concepts("one");
        var last = default(VectorProgress);
        await Fill(knowledge, second).RunAsync(new Latest(step => last = step));
        Assert.Equal(new VectorProgress((int)pending, (int)pending), last);
        Assert.Equal(Many, await CountAsync(knowledge, "chunk_embeddings"));
        Assert.Equal(3 * pending, second.Texts); // a text, a sentence and headings each: nothing was made twice
        Assert.NotEmpty(await NearestAsync(knowledge, concepts, "dog"));
    }

    [Fact]
    public async Task A_change_of_embedder_leaves_the_old_vectors_in_use_until_all_new_ones_are_there()
    {
        var (old, young) = (Concepts("old"), Concepts("young"));
        await using var knowledge = await StartAsync(old);
        WriteMany(knowledge);
        await knowledge.IngestAsync();
        young.CallsLeft = 1;
        await Assert.ThrowsAsync<EmbeddingException>(() => Fill(knowledge, young).RunAsync());
        Assert.NotEmpty(await NearestAsync(knowledge, old, "dog"));
        Assert.Empty(await NearestAsync(knowledge, young, "dog"));

        young.CallsLeft = int.MaxValue;
        await Fill(knowledge, young).RunAsync();
        Assert.Empty(await NearestAsync(knowledge, old, "dog"));
        Assert.NotEmpty(await NearestAsync(knowledge, young, "dog"));
        Assert.Equal(Many, await CountAsync(knowledge, "chunk_embeddings"));
        Assert.Equal(Many, await CountAsync(knowledge, "chunk_sentences"));

        await knowledge.Vectors.RunAsync(); // an instance that still has the old settings does not fight
        Assert.NotEmpty(await NearestAsync(knowledge, young, "dog"));
    }

    [Fact]
    public async Task Two_instances_that_fill_at_once_store_every_vector_once()
    {
        var (one, other) = (Concepts("one"), Concepts("one"));
        await using var knowledge = await StartAsync(one);
        WriteMany(knowledge);
        await knowledge.IngestWordsAsync();
        await Task.WhenAll(Task.Run(() => knowledge.Vectors.RunAsync()), Task.Run(() => Fill(knowledge, other).RunAsync()));
        Assert.Equal(Many, await CountAsync(knowledge, "chunk_embeddings"));
        Assert.Equal(Many, await CountAsync(knowledge, "chunk_sentences"));
        if (knowledge.Database.Engine == StorageEngine.Postgres)
            Assert.Equal(3 * Many, one.Texts + other.Texts);
    }

    [Fact]
    public async Task A_document_that_leaves_takes_its_vectors_along()
    {
        await using var knowledge = await StartAsync(Concepts("one"));
        var path = knowledge.Write("a.md", "# Kennel\n\nEvery canine sleeps indoors.");
        knowledge.Write("b.md", "# Payroll\n\nWages are paid monthly.");
        await knowledge.IngestAsync();
        File.Delete(path);
        await knowledge.IngestAsync();
        Assert.Equal(1, await CountAsync(knowledge, "chunk_embeddings"));
        Assert.Equal(1, await CountAsync(knowledge, "chunk_sentences"));
    }

    private static ConceptGenerator Concepts(string model) => new(model, "dog canine", "cat feline", "wages salary");

    private static Task<KnowledgeDriver> StartAsync(ConceptGenerator concepts) =>
        KnowledgeDriver.StartAsync(services => services.AddSingleton<IEmbeddingGenerator<string, Embedding<float>>>(concepts));

    private static VectorFill Fill(KnowledgeDriver knowledge, ConceptGenerator concepts) =>
        new(knowledge.Database, knowledge.Services.GetRequiredService<IVectorStorage>(), new Embedder(concepts));

    private static void WriteMany(KnowledgeDriver knowledge) =>
        knowledge.Write(
            "many.jsonl",
            string.Join(
                '\n',
                Enumerable
                    .Range(0, Many)
                    .Select(n => $$"""{"id": "d{{n}}", "title": "Canine {{n}}", "text": "Canine number {{n}} sleeps indoors."}""")
            )
        );

    private static int SentenceCount(string text) => Sentences.Split(text).Count;

    private static async Task<IReadOnlyList<Candidate>> NearestAsync(KnowledgeDriver knowledge, ConceptGenerator concepts, string question)
    {
        await using var index = await knowledge.Services.GetRequiredService<IKnowledgeReader>().OpenAsync(Workspaces.Default);
        var search = new CandidateSearch(
            [],
            concepts.Vector(question),
            new Embedder(concepts).Name,
            Category: null,
            ByWords: 5,
            ByVector: 5
        );
        var found = await index.FindAsync(search, default);
        return [.. found.Candidates.OrderByDescending(candidate => candidate.Cosine)];
    }

    private static async Task<long> CountAsync(KnowledgeDriver knowledge, string table)
    {
        await using var connection = await knowledge.Database.OpenAsync(Workspaces.All);
        return await connection.ExecuteScalarAsync<long>($"select count(*) from {table}");
    }

    private sealed class Latest(Action<VectorProgress> take) : IProgress<VectorProgress>
    {
        public void Report(VectorProgress value) => take(value);
    }
}
