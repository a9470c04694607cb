using ChatBot.Models;
using ChatBot.Models.Endpoints;

namespace ChatBot.Core.Tests.Models.Endpoints;

public sealed class EndpointAddressTests
{
    private static readonly Dictionary<string, string> Keys = new()
    {
        ["OPENAI_API_KEY"] = "of-openai\n",
        ["AZURE_OPENAI_API_KEY"] = "of-azure",
    };

    private static EndpointAddress Of(string endpoint, string key = "") =>
        EndpointAddress.Of(new ModelOptions { Endpoint = endpoint, ApiKey = key }, name => Keys.GetValueOrDefault(name));

    [Theory]
    [InlineData("", "https://api.openai.com/v1")]
    [InlineData("http://localhost:11434", "http://localhost:11434/v1")]
    [InlineData("http://localhost:11434/", "http://localhost:11434/v1")]
    [InlineData("http://gpu:8000/v1/", "http://gpu:8000/v1/")]
    [InlineData("https://proxy.example.com/models/openai", "https://proxy.example.com/models/openai")]
    [InlineData("https://acme.openai.azure.com/openai/v1/", "https://acme.openai.azure.com/openai/v1/")]
    [InlineData("https://acme.openai.azure.com/", "https://acme.openai.azure.com/openai/v1")]
    [InlineData("https://acme.openai.azure.com/openai/deployments/gpt?api-version=2024-06-01", "https://acme.openai.azure.com/openai/v1")]
    public void An_address_as_people_have_it_leads_to_the_protocol(string endpoint, string expected) =>
        Assert.Equal(expected, Of(endpoint).Uri.AbsoluteUri);

    [Theory]
    [InlineData("", "", "of-openai")]
    [InlineData("https://api.openai.com/v1", "", "of-openai")]
    [InlineData("https://acme.openai.azure.com", "", "of-azure")]
    [InlineData("https://acme.openai.azure.com", " mine\n", "mine")]
    [InlineData("http://localhost:8000/v1", "", "")]
    [InlineData("https://api.openai.com.example.org/v1", "", "")]
    [InlineData("http://localhost:8000/v1", "mine", "mine")]
    public void A_key_of_the_environment_is_shown_to_the_service_it_was_made_for_only(string endpoint, string key, string expected) =>
        Assert.Equal(expected, Of(endpoint, key).Key);

    [Fact]
    public void Credentials_and_queries_of_an_address_are_not_shown() =>
        Assert.Equal("https://gpu:8000/v1", Of("https://jane:secret@gpu:8000/v1?token=secret#secret").Shown);

    [Theory]
    [InlineData("", "http://localhost/v1", "Model:Name")]
    [InlineData("m", "", "Model:ApiKey")]
    [InlineData("m", "https://acme.openai.azure.com", "AZURE_OPENAI_API_KEY")]
    [InlineData("m", "localhost:8000", "Model:Endpoint is no http(s) address")]
    [InlineData("m", "file:///etc/passwd", "Model:Endpoint is no http(s) address")]
    [InlineData("m", "htps://jane:secret@gpu:8000/v1?key=secret", "Model:Endpoint is no http(s) address")]
    public void A_setting_that_is_missing_is_named(string name, string endpoint, string expected)
    {
        var options = new ModelOptions { Name = name, Endpoint = endpoint };
        var error = Assert.Throws<InvalidOperationException>(() =>
            OpenAiRegistration.Open(
                options,
                TimeProvider.System,
                Microsoft.Extensions.Logging.Abstractions.NullLoggerFactory.Instance,
                environment: _ => null
            )
        );
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", error.Message, StringComparison.Ordinal);
    }
}
