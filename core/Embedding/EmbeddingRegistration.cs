using ChatBot.Settings;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ChatBot.Embedding;

public static class EmbeddingRegistration
{
    public static IServiceCollection AddEmbedding(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSettings<EmbeddingOptions>(configuration, EmbeddingOptions.Section);
        services.AddSingleton<IEmbeddingGenerator<string, Embedding<float>>>(provider =>
            provider.GetRequiredService<IOptions<EmbeddingOptions>>().Value.Provider switch
            {
                "hashing" => new HashingEmbeddingGenerator(),
                var other => throw new OptionsValidationException(EmbeddingOptions.Section, typeof(EmbeddingOptions), [$"Embeddings:Provider {other} is not part of this build; use hashing."]),
            });
        services.AddSingleton<Embedder>();
        return services;
    }
}
