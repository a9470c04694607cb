using System.Numerics.Tensors;
using ChatBot.Embedding;

namespace ChatBot.Core.Tests.Embedding;

public sealed class HashingEmbeddingGeneratorTests
{
    [Theory]
    [InlineData("How do I reset my password?", "Resetting passwords", "Ordering new laptops")]
    [InlineData("kubernets deployment", "Deploying to Kubernetes", "Departments of the company")]
    [InlineData("Invoice 4711 is late", "late invoices, number 4711", "Invoice 1234")]
    public void Like_texts_are_nearer_than_others(string text, string like, string other) =>
        Assert.True(Cosine(text, like) > Cosine(text, other) + 0.1, $"{Cosine(text, like)} {Cosine(text, other)}");

    [Fact]
    public async Task Vectors_are_normalised_and_the_same_in_every_process()
    {
        var vectors = await new HashingEmbeddingGenerator().GenerateAsync(["The quick brown fox", "", "…"]);
        Assert.Equal(HashingEmbeddingGenerator.Dimensions, vectors[0].Vector.Length);
        Assert.Equal(1, TensorPrimitives.Norm(vectors[0].Vector.Span), 4);
        Assert.All(vectors.Skip(1), empty => Assert.Equal(0, TensorPrimitives.Norm(empty.Vector.Span)));
        // A stored index is compared with vectors of later runs: the hash must not change without a new model id.
        Assert.Equal("0.6447", Math.Abs(TensorPrimitives.MaxMagnitude(vectors[0].Vector.Span)).ToString("0.0000"));
    }

    private static float Cosine(string a, string b) =>
        TensorPrimitives.Dot(HashingEmbeddingGenerator.Vector(a), HashingEmbeddingGenerator.Vector(b));
}
