using System.Numerics.Tensors;
using ChatBot.Embedding;
using ChatBot.Embedding.Onnx;
using ChatBot.Language;

namespace ChatBot.Core.Tests.Embedding;

public sealed class ListVectorsTests
{
    [Theory]
    [InlineData("everyday-requests")]
    [InlineData("attack-examples")]
    public async Task The_vectors_beside_a_list_are_those_of_its_sentences_by_the_shipped_model(string list)
    {
        using var model = new OnnxEmbeddingGenerator(OnnxModelFolder.Of(new EmbeddingOptions()));
        var vectors = new ListVectors(new Embedder(model));
        var texts = WordList.Load(list).Lines;

        var shipped = vectors.OfAsync(list);

        Assert.True(shipped.IsCompletedSuccessfully, "The list has changed: run `fit guard` of the benchmarks.");
        var some = Enumerable.Range(0, texts.Count).Where(i => i % 50 == 0).ToList();
        var made = await vectors.MakeAsync([.. some.Select(i => texts[i])]);
        var known = await shipped;
        // A byte a value costs a thousandth.
        Assert.All(some.Index(), one => Assert.InRange(TensorPrimitives.Dot<float>(known[one.Item], made[one.Index]), 0.998, 1.001));
    }

    [Fact]
    public async Task Another_embedder_makes_its_own()
    {
        var vectors = new ListVectors(new Embedder(new HashingEmbeddingGenerator()));
        Assert.Equal(WordList.Load("attack-examples").Lines.Count, (await vectors.OfAsync("attack-examples")).Length);
    }
}
