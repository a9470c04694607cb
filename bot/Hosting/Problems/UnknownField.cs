using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using System.Text.RegularExpressions;
using ChatBot.Language;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Metadata;

namespace ChatBot.Bot.Hosting.Problems;

/// <summary>
/// A field that a request has and its endpoint has not: a misspelt one that is ignored is a wish that somebody believes in. What platforms
/// send is read elsewhere, and may hold more than is read of it.
/// </summary>
internal static partial class UnknownField
{
    /// <summary>Typing errors that a name may have for each so many letters.</summary>
    private const int LettersPerError = 3;

    private const int LongestName = 60;

    /// <summary>For requests alone: a field that another version of this program wrote is no fault of a reader's.</summary>
    public static void Refuse(JsonSerializerOptions options) => options.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;

    /// <summary>The problem that names the field and the nearest known one; null where the fault is another.</summary>
    public static ProblemHttpResult? Problem(HttpContext context, JsonException fault, JsonSerializerOptions options)
    {
        var endpoint = context.Features.Get<IExceptionHandlerFeature>()?.Endpoint ?? context.GetEndpoint();
        if (endpoint?.Metadata.GetMetadata<IAcceptsMetadata>()?.RequestType is not { } type || fault.Path is not { } path)
            return null;
        foreach (Match step in Step().Matches(path))
        {
            var at = options.GetTypeInfo(type);
            if (at.Kind == JsonTypeInfoKind.None)
                return null;
            if (at.Kind != JsonTypeInfoKind.Object)
            {
                if (at.ElementType is not { } element)
                    return null;
                type = element;
            }
            else if (at.Properties.FirstOrDefault(known => Is(known.Name, step.Groups["name"].Value)) is { } property)
                type = property.PropertyType;
            else
                return Problems.Problem.Invalid(
                    ProblemCodes.UnknownField,
                    Said(step.Groups["name"].Value, [.. at.Properties.Select(known => known.Name)])
                );
        }
        return null;
    }

    private static string Said(string name, IReadOnlyList<string> known)
    {
        var most = Math.Max(2, name.Length / LettersPerError);
        var nearest = known
            .Select(field => (field, errors: EditDistance.Between(Shortened(name).ToLowerInvariant(), field.ToLowerInvariant(), most)))
            .Where(near => near.errors <= most)
            .OrderBy(near => near.errors)
            .Select(near => $": did you mean \"{near.field}\"?")
            .FirstOrDefault(".");
        return $"\"{Shortened(name)}\" is no field of this request{nearest} Its fields are {string.Join(", ", known)}.";
    }

    private static string Shortened(string name) => name.Length <= LongestName ? name : name[..LongestName] + "…";

    private static bool Is(string known, string name) => known.Equals(name, StringComparison.OrdinalIgnoreCase);

    /// <summary><c>.name</c>, <c>['a name']</c> or <c>[0]</c>.</summary>
    [GeneratedRegex(@"\.(?<name>[^.\[\]]+)|\['(?<name>.*?)'\]|\[\d+\]", RegexOptions.ExplicitCapture, 200)]
    private static partial Regex Step();
}
