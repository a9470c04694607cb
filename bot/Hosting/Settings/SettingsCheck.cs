using System.ComponentModel.DataAnnotations;
using ChatBot.Settings;

namespace ChatBot.Bot.Hosting.Settings;

/// <summary>
/// Refuses wrong settings before anything is built from them: unknown keys, values of the wrong type, values out of range.
/// </summary>
internal static class SettingsCheck
{
    /// <summary>Sections that the framework reads.</summary>
    private static readonly HashSet<string> FrameworkSections = new(StringComparer.OrdinalIgnoreCase)
    {
        "Logging",
        "Kestrel",
        "AllowedHosts",
        "urls",
        "environment",
        "applicationName",
        "contentRoot",
        "webRoot",
    };

    /// <exception cref="StartException">Names each key, what is wrong with it, and the nearest known name.</exception>
    public static void Run(IServiceCollection services, IConfigurationRoot settings)
    {
        var schema = SettingsSchema.Of(services.Select(service => service.ImplementationInstance).OfType<SettingsSection>());
        var problems = Unknown(schema, settings).Concat(WrongValues(schema, settings)).Distinct().ToList();
        if (problems.Count > 0)
            throw new StartException(string.Join(" ", problems));
    }

    /// <summary>
    /// The environment belongs to everybody: there, only names in our own sections are judged. What stands in our file or on our
    /// command line has to be ours or the framework's.
    /// </summary>
    private static IEnumerable<string> Unknown(SettingsSchema schema, IConfigurationRoot settings)
    {
        foreach (var provider in settings.Providers)
        {
            var isForeign = provider.GetType().Name.Contains("EnvironmentVariables", StringComparison.Ordinal);
            foreach (var key in Leaves(provider, parent: null))
            {
                var section = key.Split(':')[0];
                if (IsFrameworks(section) || (isForeign && !(schema.HasSection(section) && key.Contains(':'))))
                    continue;
                if (!schema.Knows(key))
                    yield return schema.Nearest(key) is { } nearest
                        ? $"Unknown setting {key}: did you mean {nearest}?"
                        : $"Unknown setting {key}; the sections are {string.Join(", ", schema.Sections)}.";
            }
        }
    }

    /// <summary>The framework's own, or OpenTelemetry's, whose names all begin alike.</summary>
    private static bool IsFrameworks(string section) =>
        FrameworkSections.Contains(section) || section.StartsWith("OTEL_", StringComparison.Ordinal);

    private static IEnumerable<string> Leaves(IConfigurationProvider provider, string? parent) =>
        provider
            .GetChildKeys([], parent)
            .Distinct(StringComparer.OrdinalIgnoreCase)
            .SelectMany(child =>
            {
                var key = parent is null ? child : $"{parent}:{child}";
                return provider.TryGet(key, out var value) && !string.IsNullOrEmpty(value)
                    ? Leaves(provider, key).Append(key)
                    : Leaves(provider, key);
            });

    private static IEnumerable<string> WrongValues(SettingsSchema schema, IConfigurationRoot settings)
    {
        var unreadable = schema.Values(settings).Where(value => !value.IsReadable).ToList();
        if (unreadable.Count > 0)
            return unreadable.Select(value => $"{value.Key} must be {value.Wanted}, not \"{value.Text}\".");
        return schema.SectionTypes.SelectMany(section => OutOfRange(section, settings));
    }

    private static IEnumerable<string> OutOfRange(SettingsSection section, IConfigurationRoot settings)
    {
        var options = settings.GetSection(section.Name).Get(section.Options) ?? Activator.CreateInstance(section.Options)!;
        var results = new List<ValidationResult>();
        Validator.TryValidateObject(options, new ValidationContext(options), results, validateAllProperties: true);
        return results.Select(result => Name(section.Name, result));
    }

    /// <summary>"The field MaxWords must be between …" → "Answer:MaxWords must be between …".</summary>
    private static string Name(string section, ValidationResult result)
    {
        var message = result.ErrorMessage ?? "is wrong";
        if (result.MemberNames.FirstOrDefault() is { } member && !message.Contains($"{section}:", StringComparison.OrdinalIgnoreCase))
            message = message
                .Replace($"The field {member} ", $"{section}:{member} ", StringComparison.Ordinal)
                .Replace($"The {member} field ", $"{section}:{member} ", StringComparison.Ordinal);
        return message.Contains(section, StringComparison.OrdinalIgnoreCase) ? message : $"{section}: {message}";
    }
}
