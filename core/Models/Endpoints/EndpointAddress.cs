namespace ChatBot.Models.Endpoints;

/// <summary>Where an OpenAI-compatible server is, and with which key it is asked.</summary>
/// <param name="Uri">What <c>/chat/completions</c> is put behind.</param>
/// <param name="Key">Empty where the server wants none.</param>
/// <param name="Kind">What is known of the server from its address.</param>
internal sealed record EndpointAddress(Uri Uri, string Key, EndpointKind Kind)
{
    private static readonly Uri OpenAi = new("https://api.openai.com/v1");
    private static readonly string[] AzureHosts = [".openai.azure.com", ".cognitiveservices.azure.com", ".services.ai.azure.com"];

    /// <summary>For people who read the log: no user, no password, no query.</summary>
    public string Shown { get; } = Uri.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped);

    /// <exception cref="InvalidOperationException">A setting is missing or wrong; the message names it.</exception>
    public static EndpointAddress Of(ModelOptions options, Func<string, string?> environment)
    {
        var uri = OpenAi;
        if (!string.IsNullOrWhiteSpace(options.Endpoint))
            uri =
                Uri.TryCreate(options.Endpoint.Trim(), UriKind.Absolute, out var endpoint) && endpoint.Scheme is "http" or "https"
                    ? endpoint
                    : throw new InvalidOperationException(
                        "Model:Endpoint is no http(s) address; it must be such as http://localhost:8000/v1." // it may hold a key
                    );
        var kind =
            uri.Host.Equals(OpenAi.Host, StringComparison.OrdinalIgnoreCase) ? EndpointKind.OpenAi
            : AzureHosts.Any(host => uri.Host.EndsWith(host, StringComparison.OrdinalIgnoreCase)) ? EndpointKind.Azure
            : EndpointKind.Own;
        var variable = kind switch
        {
            EndpointKind.OpenAi => "OPENAI_API_KEY",
            EndpointKind.Azure => "AZURE_OPENAI_API_KEY",
            _ => null, // a key is shown to the service that it was made for, and to no other
        };
        var key = options.ApiKey.Trim();
        if (key.Length == 0 && variable is not null)
            key = environment(variable)?.Trim() ?? "";
        if (key.Length == 0 && variable is not null)
            throw new InvalidOperationException(
                $"Model:Provider is openai; set Model:ApiKey (or {variable} in the environment) for {uri.Host}, or Model:Endpoint "
                    + "(http://host:port/v1) for a server of your own."
            );
        return new EndpointAddress(Completed(uri, kind), key, kind);
    }

    /// <summary>
    /// A server alone is its <c>/v1</c>; of an Azure resource, whatever older form its address has, its <c>/openai/v1</c>.
    /// </summary>
    private static Uri Completed(Uri uri, EndpointKind kind)
    {
        if (kind == EndpointKind.Azure && !uri.AbsolutePath.StartsWith("/openai/v1", StringComparison.OrdinalIgnoreCase))
            return new Uri(uri, "/openai/v1");
        return uri.AbsolutePath == "/" ? new Uri(uri, "/v1") : uri;
    }
}

internal enum EndpointKind
{
    Own,
    OpenAi,
    Azure,
}
