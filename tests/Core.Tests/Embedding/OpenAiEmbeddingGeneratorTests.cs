using System.Net;
using System.Text.Json;
using ChatBot.Embedding;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ChatBot.Core.Tests.Embedding;

public sealed class OpenAiEmbeddingGeneratorTests
{
    [Fact]
    public async Task Vectors_come_back_normalised_in_the_order_of_the_texts()
    {
        var endpoint = new Endpoint(inputs =>
            (
                HttpStatusCode.OK,
                JsonSerializer.Serialize(
                    new { data = inputs.Select((text, index) => new { index, embedding = new[] { (float)text.Length, 0 } }).Reverse() }
                )
            )
        );
        var vectors = await Generator(endpoint).GenerateAsync(Enumerable.Range(1, 100).Select(length => new string('x', length)));
        Assert.Equal(100, vectors.Count);
        Assert.All(vectors, vector => Assert.Equal(1, vector.Vector.Span[0]));
        Assert.Equal([64, 36], endpoint.Batches);
        Assert.Equal("Bearer key", endpoint.Authorization);
    }

    [Theory]
    [InlineData(HttpStatusCode.Unauthorized, "{}", "answered 401")]
    [InlineData(HttpStatusCode.OK, "{\"data\": []}", "sent 0 vectors for 1 texts")]
    [InlineData(HttpStatusCode.OK, "not json", "cannot be used")]
    public async Task Anything_but_vectors_is_one_clear_line(HttpStatusCode status, string body, string expected)
    {
        var error = await Assert.ThrowsAsync<EmbeddingException>(() => Generator(new Endpoint(_ => (status, body))).GenerateAsync(["a"]));
        Assert.Contains(expected, error.Message);
    }

    [Theory]
    [InlineData("onnx", "", "model.onnx is missing: Embeddings:Path must name a folder")]
    [InlineData("openai", "nowhere", "needs Embeddings:Endpoint")]
    [InlineData("bert", "", "must be hashing, openai or onnx")]
    public void A_provider_that_cannot_work_is_refused(string provider, string endpoint, string expected)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection([
                new("Embeddings:Provider", provider),
                new("Embeddings:Endpoint", endpoint),
                new("Embeddings:Path", "nowhere"),
            ])
            .Build();
        using var services = new ServiceCollection().AddEmbedding(configuration).BuildServiceProvider();
        var error = Assert.Throws<OptionsValidationException>(() => services.GetRequiredService<Embedder>());
        Assert.Contains(expected, error.Message);
    }

    private static OpenAiEmbeddingGenerator Generator(Endpoint endpoint) =>
        new(
            new HttpClient(endpoint),
            new EmbeddingOptions
            {
                Provider = "openai",
                Endpoint = "http://localhost/v1/",
                Name = "small",
                ApiKey = "key",
            }
        );

    private sealed class Endpoint(Func<string[], (HttpStatusCode, string)> answer) : HttpMessageHandler
    {
        public List<int> Batches { get; } = [];
        public string? Authorization { get; private set; }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancel)
        {
            Assert.Equal("http://localhost/v1/embeddings", request.RequestUri!.ToString());
            Authorization = request.Headers.Authorization?.ToString();
            using var sent = JsonDocument.Parse(await request.Content!.ReadAsStringAsync(cancel));
            Assert.Equal("small", sent.RootElement.GetProperty("model").GetString());
            var inputs = sent.RootElement.GetProperty("input").EnumerateArray().Select(input => input.GetString()!).ToArray();
            Batches.Add(inputs.Length);
            var (status, body) = answer(inputs);
            return new HttpResponseMessage(status) { Content = new StringContent(body, System.Text.Encoding.UTF8, "application/json") };
        }
    }
}
