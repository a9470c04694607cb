using System.ComponentModel;
using System.Globalization;
using System.Reflection;
using ChatBot.Language;
using ChatBot.Settings;
using Microsoft.Extensions.Configuration;

namespace ChatBot.Starting;

/// <summary>The keys that the option classes of all rooms know, as a tree of types.</summary>
public sealed class SettingsSchema
{
    private readonly List<SettingsSection> _sections;

    private SettingsSchema(IEnumerable<SettingsSection> sections) =>
        _sections = [.. sections.DistinctBy(section => (section.Name, section.Options))];

    public static SettingsSchema Of(IEnumerable<SettingsSection> sections) => new(sections);

    public IReadOnlyList<SettingsSection> SectionTypes => _sections;

    /// <summary>Top-level names, sorted.</summary>
    public IEnumerable<string> Sections =>
        _sections.Select(section => section.Name.Split(':')[0]).Distinct(StringComparer.OrdinalIgnoreCase).Order();

    public bool HasSection(string name) => Sections.Contains(name, StringComparer.OrdinalIgnoreCase);

    public bool Knows(string key) => _sections.Any(section => Below(section, key) is { } rest && TypeAt(section.Options, rest) is not null);

    /// <summary>The known key most like <paramref name="key"/>, or null where nothing comes near.</summary>
    public string? Nearest(string key)
    {
        var known = _sections.SelectMany(section => Keys(section.Name, section.Options)).ToList();
        var most = Math.Max(3, key.Length / 2);
        var (nearest, distance) = known.Select(candidate => (candidate, Distance(key, candidate, most))).MinBy(pair => pair.Item2);
        return distance <= most ? nearest : null;
    }

    /// <summary>Every configured value of a simple type, and whether it can be read as that type.</summary>
    public IEnumerable<ConfiguredValue> Values(IConfiguration settings) =>
        from section in _sections
        from value in settings.GetSection(section.Name).AsEnumerable(makePathsRelative: true)
        where !string.IsNullOrEmpty(value.Value)
        let type = TypeAt(section.Options, value.Key.Split(':'))
        where type is not null && IsSimple(type)
        select ConfiguredValue.Read($"{section.Name}:{value.Key}", value.Value!, type);

    private static int Distance(string key, string known, int most) =>
        EditDistance.Between(key.ToLowerInvariant(), known.ToLowerInvariant(), most);

    private static string[]? Below(SettingsSection section, string key) =>
        key.StartsWith(section.Name + ":", StringComparison.OrdinalIgnoreCase) ? key[(section.Name.Length + 1)..].Split(':') : null;

    /// <summary>The type that the path leads to within <paramref name="type"/>, or null where it leads nowhere.</summary>
    private static Type? TypeAt(Type type, ReadOnlySpan<string> path)
    {
        if (path.IsEmpty)
            return type;
        if (IsSimple(type))
            return null;
        if (ElementOf(type) is { } element)
            return TypeAt(element, path[1..]);
        return Property(type, path[0]) is { } property ? TypeAt(property.PropertyType, path[1..]) : null;
    }

    private static IEnumerable<string> Keys(string prefix, Type type) =>
        Settable(type)
            .SelectMany(property =>
                IsSimple(property.PropertyType) || ElementOf(property.PropertyType) is not null
                    ? [$"{prefix}:{property.Name}"]
                    : Keys($"{prefix}:{property.Name}", property.PropertyType)
            );

    private static IEnumerable<PropertyInfo> Settable(Type type) =>
        type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.SetMethod?.IsPublic == true || ElementOf(property.PropertyType) is not null);

    private static PropertyInfo? Property(Type type, string name) =>
        Settable(type).FirstOrDefault(property => property.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    private static bool IsSimple(Type type) =>
        TypeDescriptor.GetConverter(Nullable.GetUnderlyingType(type) ?? type).CanConvertFrom(typeof(string));

    /// <summary>What a list holds, or what a dictionary's values are; null for any other type.</summary>
    private static Type? ElementOf(Type type)
    {
        if (type.IsArray)
            return type.GetElementType();
        if (!type.IsGenericType || !typeof(System.Collections.IEnumerable).IsAssignableFrom(type))
            return null;
        return type.GetGenericArguments()[^1];
    }
}

/// <param name="Wanted">The type in people's words: a whole number, true or false, …</param>
public sealed record ConfiguredValue(string Key, string Text, bool IsReadable, string Wanted)
{
    public static ConfiguredValue Read(string key, string text, Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        var wanted = type switch
        {
            { IsEnum: true } => "one of " + string.Join(", ", Enum.GetNames(type)),
            _ when type == typeof(bool) => "true or false",
            _ when type == typeof(TimeSpan) => "a time span such as 00:00:30",
            _ when type == typeof(int) || type == typeof(long) => "a whole number",
            _ when type == typeof(double) || type == typeof(float) || type == typeof(decimal) => "a number such as 0.5",
            _ => "a " + type.Name,
        };
        try
        {
            TypeDescriptor.GetConverter(type).ConvertFromString(null, CultureInfo.InvariantCulture, text);
            return new(key, text, true, wanted);
        }
        catch (Exception exception) when (exception is FormatException or ArgumentException or OverflowException)
        {
            return new(key, text, false, wanted);
        }
    }
}
