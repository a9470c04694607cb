using ChatBot.Starting;
using ChatBot.Trainer.Publishing.FineTuning;

namespace ChatBot.Trainer.Commands;

/// <summary>Where a service is, and where it reads; null where its own or the environment's counts.</summary>
internal sealed record ServicePlace(string? Endpoint, string? Region, string? Bucket, string? Role);

/// <summary>The services by their names on the command line.</summary>
internal static class FineTuningServices
{
    private const string OpenAiAddress = "https://api.openai.com/v1/";

    public static string[] Names { get; } = ["openai", "bedrock"];

    /// <param name="key">Of the settings; empty: the environment's.</param>
    /// <exception cref="UsageException">Something that the service needs is missing.</exception>
    public static IFineTuningService Make(string name, ServicePlace place, HttpClient http, string key, TimeProvider time)
    {
        if (name == "openai")
        {
            http.BaseAddress = AddressOf(place.Endpoint ?? OpenAiAddress);
            return new OpenAiFineTuning(http, key.Length > 0 ? key : Needed("OPENAI_API_KEY"), time);
        }
        var region = place.Region ?? Needed("AWS_REGION");
        var own = place.Endpoint is { } endpoint ? AddressOf(endpoint) : null;
        var bedrock = new BedrockPlace(region, Given(place.Bucket, "--bucket"), Given(place.Role, "--role"))
        {
            BedrockAddress = own,
            S3Address = own,
        };
        var credentials = new AwsCredentials(
            Needed("AWS_ACCESS_KEY_ID"),
            Needed("AWS_SECRET_ACCESS_KEY"),
            Environment.GetEnvironmentVariable("AWS_SESSION_TOKEN") ?? ""
        );
        return new BedrockFineTuning(http, bedrock, credentials, time);
    }

    private static Uri AddressOf(string given) =>
        Uri.TryCreate(given.TrimEnd('/') + "/", UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
            ? address
            : throw new UsageException($"--endpoint {given} is no http or https address.");

    private static string Needed(string variable) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } value
            ? value
            : throw new UsageException($"{variable} is not set: the service asks for it.");

    private static string Given(string? value, string option) => value ?? throw new UsageException($"bedrock needs {option}.");
}
