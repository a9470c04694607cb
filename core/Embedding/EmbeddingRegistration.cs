using ChatBot.Embedding.Onnx;
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
        services.AddSingleton(Generator);
        services.AddSingleton<Embedder>();
        services.AddSingleton<QuestionVectors>();
        services.AddSingleton<ListVectors>();
        return services;
    }

    private static IEmbeddingGenerator<string, Embedding<float>> Generator(IServiceProvider provider)
    {
        var options = provider.GetRequiredService<IOptions<EmbeddingOptions>>().Value;
        return options.Provider switch
        {
            "openai" => new OpenAiEmbeddingGenerator(
                provider.GetRequiredService<IHttpClientFactory>().CreateClient(HttpClientName),
                options
            ),
            OnnxEmbeddingGenerator.Provider => new OnnxEmbeddingGenerator(OnnxModelFolder.Of(options)),
            _ => new HashingEmbeddingGenerator(),
        };
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
                OnnxEmbeddingGenerator.Provider => Folder(options),
                _ => ValidateOptionsResult.Success,
            };

        private static ValidateOptionsResult Folder(EmbeddingOptions options)
        {
            try
            {
                OnnxModelFolder.Of(options).Check();
                return ValidateOptionsResult.Success;
            }
            catch (EmbeddingException error)
            {
                return ValidateOptionsResult.Fail(error.Message);
            }
        }
    }
}
