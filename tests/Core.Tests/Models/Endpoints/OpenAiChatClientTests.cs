using System.ClientModel;
using System.Text;
using System.Text.Json;
using ChatBot.Models;
using ChatBot.Models.Endpoints;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;

namespace ChatBot.Core.Tests.Models.Endpoints;

/// <summary>
/// The official package against a server on this machine that speaks the chat completions protocol and notes what it was asked.
/// </summary>
public sealed class OpenAiChatClientTests : IAsyncLifetime
{
    private readonly List<(string Authorization, JsonElement Body)> _asked = [];
    private WebApplication _server = null!;
    private int _status = 200;

    private string Endpoint => _server.Urls.Single() + "/v1";

    public async Task InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        _server = builder.Build();
        _server.MapPost("/v1/chat/completions", AnswerAsync);
        await _server.StartAsync();
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        var body = (await JsonDocument.ParseAsync(context.Request.Body)).RootElement;
        _asked.Add((context.Request.Headers.Authorization.ToString(), body));
        context.Response.StatusCode = _status;
        var model = body.GetProperty("model").GetString();
        if (_status != 200)
        {
            await context.Response.WriteAsync("{\"error\":{\"message\":\"no such model\"}}");
        }
        else if (body.TryGetProperty("stream", out var stream) && stream.GetBoolean())
        {
            context.Response.ContentType = "text/event-stream";
            foreach (var word in (string[])["Use ", "git ", "revert [1]."])
                await context.Response.WriteAsync(
                    "data: "
                        + $"{{\"id\":\"c1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"{model}\","
                        + $"\"choices\":[{{\"index\":0,\"delta\":{{\"content\":\"{word}\"}},\"finish_reason\":null}}]}}\n\n"
                );
            await context.Response.WriteAsync(
                "data: "
                    + $"{{\"id\":\"c1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"{model}\","
                    + $"\"choices\":[{{\"index\":0,\"delta\":{{}},\"finish_reason\":\"stop\"}}]}}\n\ndata: [DONE]\n\n"
            );
        }
        else
        {
            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync(
                $"{{\"id\":\"c1\",\"object\":\"chat.completion\",\"created\":1,\"model\":\"{model}\","
                    + $"\"choices\":[{{\"index\":0,\"message\":{{\"role\":\"assistant\",\"content\":\"Use git revert [1].\"}},"
                    + $"\"finish_reason\":\"length\"}}],"
                    + $"\"usage\":{{\"prompt_tokens\":7,\"completion_tokens\":5,\"total_tokens\":12}}}}",
                Encoding.UTF8
            );
        }
    }

    private IChatClient Client(string key = "") =>
        OpenAiRegistration.Open(
            new ModelOptions
            {
                Name = "small",
                Endpoint = Endpoint,
                ApiKey = key,
                Timeout = TimeSpan.FromSeconds(20),
            }
        );

    private static ChatMessage[] Conversation =>
        [new(ChatRole.System, "Be brief."), new(ChatRole.User, "Undo?"), new(ChatRole.Assistant, "Revert."), new(ChatRole.User, "How?")];

    [Fact]
    public async Task A_conversation_goes_out_as_the_protocol_wants_it_and_the_answer_comes_back()
    {
        var response = await Client("secret")
            .GetResponseAsync(
                Conversation,
                new ChatOptions
                {
                    Temperature = 0,
                    MaxOutputTokens = 40,
                    StopSequences = ["END"],
                }
            );

        Assert.Equal(
            ("Use git revert [1].", "small", ChatFinishReason.Length, 12L),
            (response.Text, response.ModelId, response.FinishReason, response.Usage!.TotalTokenCount)
        );
        var (authorization, body) = Assert.Single(_asked);
        Assert.Equal("Bearer secret", authorization);
        Assert.Equal(
            ["system", "user", "assistant", "user"],
            body.GetProperty("messages").EnumerateArray().Select(message => message.GetProperty("role").GetString())
        );
        Assert.Equal(
            (0, 40, "END"),
            (
                body.GetProperty("temperature").GetInt32(),
                body.GetProperty("max_completion_tokens").GetInt32(),
                body.GetProperty("stop")[0].GetString()
            )
        );
    }

    [Fact]
    public async Task An_answer_can_be_streamed()
    {
        var updates = await Client().GetStreamingResponseAsync(Conversation).ToListAsync();
        Assert.Equal("Use git revert [1].", string.Concat(updates.Select(update => update.Text)));
        Assert.Equal(ChatFinishReason.Stop, updates[^1].FinishReason);
    }

    [Fact]
    public async Task An_adapter_is_a_model_name_of_its_own()
    {
        var response = await Client()
            .GetResponseAsync(Conversation, new ChatOptions { AdditionalProperties = new() { ["adapter"] = "tuned" } });
        Assert.Equal("tuned", _asked[0].Body.GetProperty("model").GetString());
        Assert.Equal("tuned", response.AdditionalProperties!["adapter"]);
    }

    [Fact]
    public async Task A_refusal_of_the_endpoint_is_an_error_and_no_answer()
    {
        _status = 404;
        Assert.Equal(404, (await Assert.ThrowsAsync<ClientResultException>(() => Client().GetResponseAsync(Conversation))).Status);
    }

    [Theory]
    [InlineData("", "http://localhost/v1", "", "Model:Name")]
    [InlineData("m", "", "", "Model:ApiKey")]
    [InlineData("m", "localhost:8000", "", "Model:Endpoint is \"localhost:8000\"")]
    public void A_setting_that_is_missing_is_named(string name, string endpoint, string key, string expected)
    {
        var error = Assert.Throws<InvalidOperationException>(() =>
            OpenAiRegistration.Open(
                new ModelOptions
                {
                    Name = name,
                    Endpoint = endpoint,
                    ApiKey = key,
                }
            )
        );
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }
}
