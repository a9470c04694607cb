using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace ChatBot.Settings;

/// <summary>A configuration section and the class that describes its keys; the host refuses keys that no class knows.</summary>
public sealed record SettingsSection(string Name, Type Options);

public static class SettingsRegistration
{
    /// <summary>
    /// Binds <typeparamref name="T"/> to configuration section <paramref name="name"/>, checks its annotations at start,
    /// and makes the section known to the unknown-key check.
    /// </summary>
    public static IServiceCollection AddSettings<T>(this IServiceCollection services, IConfiguration configuration, string name)
        where T : class
    {
        services.AddOptions<T>().Bind(configuration.GetSection(name)).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton(new SettingsSection(name, typeof(T)));
        return services;
    }
}
