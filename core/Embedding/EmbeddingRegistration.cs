using ChatBot.Settings;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ChatBot.Embedding;

public static class EmbeddingRegistration
{
    private const string HttpClientName = "embeddings";

    public static IServiceCollection AddEmbedding(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSettings<EmbeddingOptions>(configuration, EmbeddingOptions.Section);
        services.AddSingleton<IValidateOptions<EmbeddingOptions>, EmbeddingValidation>();
        services.AddHttpClient(HttpClientName, http => http.Timeout = TimeSpan.FromSeconds(30));
        services.AddSingleton<IEmbeddingGenerator<string, Embedding<float>>>(provider =>
            provider.GetRequiredService<IOptions<EmbeddingOptions>>().Value is { Provider: "openai" } options
                ? new OpenAiEmbeddingGenerator(provider.GetRequiredService<IHttpClientFactory>().CreateClient(HttpClientName), options)
                : new HashingEmbeddingGenerator()
        );
        services.AddSingleton<Embedder>();
        return services;
    }

    private sealed class EmbeddingValidation : IValidateOptions<EmbeddingOptions>
    {
        public ValidateOptionsResult Validate(string? name, EmbeddingOptions options) =>
            options.Provider switch
            {
                "openai" when !Uri.TryCreate(options.Endpoint, UriKind.Absolute, out _) || options.Name.Length == 0 =>
                    ValidateOptionsResult.Fail(
                        "Embeddings:Provider openai needs Embeddings:Endpoint (an address such as https://api.openai.com/v1) and "
                            + "Embeddings:Name."
                    ),
                "onnx" => ValidateOptionsResult.Fail("Embeddings:Provider onnx is not part of this build; use hashing or openai."),
                _ => ValidateOptionsResult.Success,
            };
    }
}
