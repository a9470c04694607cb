using System.Text.Json;
using ChatBot.Models;
using ChatBot.Models.Endpoints;
using ChatBot.TestKit.Models;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging.Abstractions;

namespace ChatBot.Core.Tests.Models.Endpoints;

/// <summary>The product's client against a server that others wrote.</summary>
public sealed class LlamaServerTests
{
    private const string Key = "sk-of-the-server";

    private static readonly ChatResponseFormat Yes = ChatResponseFormat.ForJsonSchema(
        JsonSerializer.Deserialize<JsonElement>(
            """
            {"type":"object","properties":{"yes":{"type":"boolean"}},"required":["yes"],"additionalProperties":false}
            """
        ),
        "answer"
    );

    [LlamaServerFact]
    public async Task It_answers_in_one_piece_and_as_a_stream_within_the_limit_of_tokens()
    {
        await using var server = await LlamaServer.StartAsync(Key);
        using var client = Client(server.Endpoint, Key);
        var options = new ChatOptions
        {
            Temperature = 0,
            MaxOutputTokens = 1,
            AdditionalProperties = new()
            {
                [ChatKeys.Person] = "somebody",
                [ChatKeys.Grammar] = "not a grammar",
                [ChatKeys.Deadline] = TimeProvider.System.GetUtcNow().AddMinutes(1),
            },
        };
        var whole = await client.GetResponseAsync(EndpointDriver.Conversation, options);
        var streamed = await client.GetStreamingResponseAsync(EndpointDriver.Conversation, options).ToChatResponseAsync();

        Assert.Equal((1, 1), (whole.Usage!.OutputTokenCount, streamed.Usage!.OutputTokenCount));
        Assert.Equal(whole.Text, streamed.Text);
    }

    [LlamaServerFact]
    public async Task A_schema_holds_even_a_model_that_knows_nothing()
    {
        await using var server = await LlamaServer.StartAsync(Key);
        using var client = Client(server.Endpoint, Key);
        foreach (var stream in new[] { false, true })
        {
            var text = await EndpointDriver.AskAsync(client, stream, new ChatOptions { ResponseFormat = Yes, MaxOutputTokens = 60 });
            Assert.Equal(["yes"], JsonSerializer.Deserialize<JsonElement>(text).EnumerateObject().Select(field => field.Name));
        }
    }

    [LlamaServerFact]
    public async Task A_wrong_key_and_a_prompt_that_is_too_long_are_refused_and_a_server_that_ends_is_unreachable()
    {
        var server = await LlamaServer.StartAsync(Key);
        await using (server)
        {
            using var stranger = Client(server.Endpoint, "wrong");
            var fault = await EndpointDriver.FaultAsync(stranger);
            Assert.Equal(ModelFault.Refused, fault.Fault);
            Assert.Contains("401 authentication_error", fault.Message, StringComparison.Ordinal);

            using var client = Client(server.Endpoint, Key);
            var tooLong = new ChatMessage(ChatRole.User, string.Concat(Enumerable.Repeat("word and word ", 2000)));
            fault = await Assert.ThrowsAsync<ModelException>(() => client.GetResponseAsync([tooLong]));
            Assert.Equal(ModelFault.Refused, fault.Fault);
        }
        using var late = Client(server.Endpoint, Key);
        Assert.Equal(ModelFault.Unreachable, (await EndpointDriver.FaultAsync(late)).Fault);
    }

    private static IChatClient Client(string endpoint, string key) =>
        OpenAiRegistration.Open(
            new ModelOptions
            {
                Name = "tiny",
                Endpoint = endpoint,
                ApiKey = key,
            },
            TimeProvider.System,
            NullLoggerFactory.Instance
        );
}
