using System.ComponentModel.DataAnnotations;
using ChatBot.Settings;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace ChatBot.Starting;

/// <summary>
/// Refuses wrong settings before anything is built from them: unknown keys, values of the wrong type, values out of range.
/// </summary>
public static class SettingsCheck
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

    /// <summary>Sections that the trainer reads out of the same file: the bot leaves them to it.</summary>
    public static readonly IReadOnlySet<string> TrainerSections = new HashSet<string>(StringComparer.OrdinalIgnoreCase)
    {
        "Training",
        "Dataset",
        "Poisoning",
    };

    /// <exception cref="StartException">Names each key, what is wrong with it, and the nearest known name.</exception>
    /// <param name="sharesFile">The settings file is another program's too: what this one does not know in it is that one's.</param>
    public static void Run(IServiceCollection services, IConfigurationRoot settings, bool sharesFile = false)
    {
        var schema = SettingsSchema.Of(services.Select(service => service.ImplementationInstance).OfType<SettingsSection>());
        var problems = Unknown(schema, settings, sharesFile).Concat(WrongValues(schema, settings)).Distinct().ToList();
        if (problems.Count > 0)
            throw new StartException(string.Join(" ", problems));
    }

    /// <summary>
    /// The environment belongs to everybody: there, only names in our own sections are judged. What stands in our file or on our
    /// command line has to be ours or the framework's.
    /// </summary>
    private static IEnumerable<string> Unknown(SettingsSchema schema, IConfigurationRoot settings, bool sharesFile)
    {
        foreach (var provider in settings.Providers)
        {
            if (sharesFile && provider is FileConfigurationProvider)
                continue;
            var isForeign = provider.GetType().Name.Contains("EnvironmentVariables", StringComparison.Ordinal);
            foreach (var key in Leaves(provider, parent: null))
            {
                var section = key.Split(':')[0];
                if (IsOfOthers(schema, section) || (isForeign && !(schema.HasSection(section) && key.Contains(':'))))
                    continue;
                if (!schema.Knows(key))
                    yield return schema.Nearest(key) is { } nearest
                        ? $"Unknown setting {key}: did you mean {nearest}?"
                        : $"Unknown setting {key}; the sections are {string.Join(", ", schema.Sections)}.";
            }
        }
    }

    /// <summary>The framework's own, the trainer's, or OpenTelemetry's, whose names all begin alike.</summary>
    private static bool IsOfOthers(SettingsSchema schema, string section) =>
        FrameworkSections.Contains(section)
        || TrainerSections.Contains(section) && !schema.HasSection(section)
        || section.StartsWith("OTEL_", StringComparison.Ordinal);

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
