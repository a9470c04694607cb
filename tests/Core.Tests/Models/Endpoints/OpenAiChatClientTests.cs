using System.ClientModel;
using System.Text.Json;
using ChatBot.Models;
using ChatBot.TestKit.Models;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;

namespace ChatBot.Core.Tests.Models.Endpoints;

/// <summary>The protocol: what goes over the wire and what comes back.</summary>
public sealed class OpenAiChatClientTests : IAsyncLifetime
{
    private EndpointDriver _endpoint = null!;

    public async Task InitializeAsync() => _endpoint = await EndpointDriver.StartAsync();

    public async Task DisposeAsync() => await _endpoint.DisposeAsync();

    private static ChatOptions WithSchema =>
        new()
        {
            ResponseFormat = ChatResponseFormat.ForJsonSchema(JsonSerializer.Deserialize<JsonElement>("""{"type":"object"}"""), "answer"),
        };

    [Fact]
    public async Task A_conversation_goes_out_as_the_protocol_wants_it_and_the_answer_comes_back()
    {
        _endpoint.Server.Script(ModelReply.Says("Use git revert [1].") with { FinishReason = "length" });
        var response = await _endpoint
            .Client()
            .GetResponseAsync(
                EndpointDriver.Conversation,
                new ChatOptions
                {
                    Temperature = 0,
                    MaxOutputTokens = 40,
                    StopSequences = ["END"],
                }
            );

        Assert.Equal(
            ("Use git revert [1].", "small", ChatFinishReason.Length, 5L),
            (response.Text, response.ModelId, response.FinishReason, response.Usage!.TotalTokenCount)
        );
        var request = Assert.Single(_endpoint.Server.Requests);
        Assert.Equal(EndpointDriver.Key, request.Key);
        Assert.Equal(
            ["system", "user", "assistant", "user"],
            request.Body.GetProperty("messages").EnumerateArray().Select(message => message.GetProperty("role").GetString())
        );
        Assert.Equal((0, "END"), (request.Body.GetProperty("temperature").GetInt32(), request.Body.GetProperty("stop")[0].GetString()));
    }

    [Fact]
    public async Task The_limit_of_tokens_has_both_of_its_names_for_servers_of_ones_own()
    {
        await _endpoint.Client().GetResponseAsync(EndpointDriver.Conversation, new ChatOptions { MaxOutputTokens = 40 });
        var body = Assert.Single(_endpoint.Server.Requests).Body;
        Assert.Equal((40, 40), (body.GetProperty("max_completion_tokens").GetInt32(), body.GetProperty("max_tokens").GetInt32()));
    }

    [Fact]
    public async Task An_answer_can_be_streamed()
    {
        var updates = await _endpoint.Client().GetStreamingResponseAsync(EndpointDriver.Conversation).ToListAsync();
        Assert.Equal("Use git revert [1].", string.Concat(updates.Select(update => update.Text)));
        Assert.Equal(ChatFinishReason.Stop, updates[^1].FinishReason);
    }

    [Fact]
    public async Task An_adapter_is_a_model_name_of_its_own()
    {
        var response = await _endpoint
            .Client()
            .GetResponseAsync(EndpointDriver.Conversation, new ChatOptions { AdditionalProperties = new() { ["adapter"] = "tuned" } });
        Assert.Equal("tuned", _endpoint.Server.Requests[0].Model);
        Assert.Equal("tuned", response.AdditionalProperties!["adapter"]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_clients_are_told_beside_the_words_stays_here(bool stream)
    {
        var told = new ChatOptions
        {
            AdditionalProperties = new()
            {
                [ChatKeys.Adapter] = "tuned",
                [ChatKeys.Person] = "mallory-pseudonym",
                [ChatKeys.Grammar] = "root ::= \"yes\"",
                [ChatKeys.Deadline] = TimeProvider.System.GetUtcNow().AddMinutes(1),
                ["anything"] = "else",
            },
        };
        await EndpointDriver.AskAsync(_endpoint.Client(), stream, told);

        var fields = Assert.Single(_endpoint.Server.Requests).Body.EnumerateObject().Select(field => field.Name);
        Assert.Equal(stream ? ["messages", "model", "stream", "stream_options"] : ["messages", "model"], fields.Order());
    }

    [Fact]
    public async Task An_adapter_without_a_name_is_the_model_as_it_is()
    {
        var unnamed = new ChatOptions { AdditionalProperties = new() { [ChatKeys.Adapter] = "" } };
        await EndpointDriver.AskAsync(_endpoint.Client(), options: unnamed);
        Assert.Equal("small", Assert.Single(_endpoint.Server.Requests).Model);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_response_format_that_the_server_refuses_is_left_out_from_then_on(bool stream)
    {
        _endpoint.Server.Reply = request =>
            request.Body.TryGetProperty("response_format", out _) ? ModelReply.Fails(400) : ModelReply.Says("{}");
        var client = _endpoint.Client();
        for (var i = 0; i < 3; i++)
            Assert.Equal("{}", await EndpointDriver.AskAsync(client, stream, WithSchema));

        Assert.Equal(
            [true, false, false, false],
            _endpoint.Server.Requests.Select(one => one.Body.TryGetProperty("response_format", out _))
        );
        Assert.Equal(LogLevel.Information, Assert.Single(_endpoint.Log).Level);
    }

    [Fact]
    public async Task A_request_that_is_refused_for_another_reason_keeps_its_format_the_next_time()
    {
        _endpoint.Server.Script(ModelReply.Fails(400), ModelReply.Fails(400));
        var client = _endpoint.Client();
        Assert.Equal(ModelFault.Refused, (await EndpointDriver.FaultAsync(client, options: WithSchema)).Fault);
        await EndpointDriver.AskAsync(client, options: WithSchema);

        var format = _endpoint.Server.Requests[^1].Body.GetProperty("response_format");
        Assert.Equal("object", format.GetProperty("json_schema").GetProperty("schema").GetProperty("type").GetString());
    }

    [Fact]
    public async Task A_refusal_of_the_endpoint_is_an_error_and_no_answer()
    {
        _endpoint.Server.Script(ModelReply.Fails(404, code: "model_not_found", message: "The model `small` of Jane Doe does not exist"));
        var fault = await EndpointDriver.FaultAsync(_endpoint.Client());

        Assert.Equal((ModelFault.Refused, 404), (fault.Fault, Assert.IsType<ClientResultException>(fault.InnerException).Status));
        Assert.Single(_endpoint.Server.Requests);
        var (level, line) = Assert.Single(_endpoint.Log);
        Assert.Equal(LogLevel.Warning, level);
        Assert.Contains($"{_endpoint.Server.Endpoint} refuses: 404 model_not_found", line, StringComparison.Ordinal);
        Assert.DoesNotContain("Jane Doe", line, StringComparison.Ordinal);
    }
}
