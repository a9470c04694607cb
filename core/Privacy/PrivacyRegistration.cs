using ChatBot.Settings;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace ChatBot.Privacy;

public static class PrivacyRegistration
{
    /// <summary>
    /// <see cref="Redactor"/>, <see cref="RedactFile"/>, <see cref="SharedSecrets"/>, <see cref="Pseudonyms"/> and <see cref="RowSeal"/>,
    /// whose key is read or made when first asked for.
    /// </summary>
    public static IServiceCollection AddPrivacy(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSettings<PrivacyOptions>(configuration, PrivacyOptions.Section);
        services.TryAddSingleton<Redactor>();
        services.TryAddSingleton<RedactFile>();
        services.TryAddSingleton<SharedSecrets>();
        services.TryAddSingleton(provider => new Pseudonyms(KeyOf(provider)));
        services.TryAddSingleton(provider => new RowSeal(KeyOf(provider)));
        return services;
    }

    private static byte[] KeyOf(IServiceProvider provider) =>
        PseudonymKey.Read(
            provider.GetRequiredService<IOptions<PrivacyOptions>>().Value,
            provider.GetRequiredService<IOptions<DataOptions>>().Value
        );
}
