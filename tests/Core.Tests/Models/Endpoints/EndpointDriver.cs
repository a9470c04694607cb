using ChatBot.Models;
using ChatBot.Models.Endpoints;
using ChatBot.TestKit.Hosting;
using ChatBot.TestKit.Models;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;

namespace ChatBot.Core.Tests.Models.Endpoints;

/// <summary>A scripted server, clients for it as the product makes them, and all that they log, at every level.</summary>
internal sealed class EndpointDriver : IAsyncDisposable
{
    public const string Key = "sk-secret-0123456789";

    private readonly List<IChatClient> _clients = [];
    private readonly RecordedLog _log = new();
    private readonly ILoggerFactory _logs;

    private EndpointDriver(ScriptedModelServer server)
    {
        Server = server;
        _logs = LoggerFactory.Create(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(_log));
    }

    public ScriptedModelServer Server { get; }

    /// <summary>Level and message, with the exception where one was given.</summary>
    public IReadOnlyList<(LogLevel Level, string Text)> Log => _log.Entries;

    /// <summary>Short pauses, so that a test need not wait for them.</summary>
    public EndpointLimits Limits { get; set; } =
        new()
        {
            FirstPause = TimeSpan.FromMilliseconds(10),
            FirstBreak = TimeSpan.FromMilliseconds(500),
            LongestBreak = TimeSpan.FromMilliseconds(500),
            Failures = 100,
        };

    public static ChatMessage[] Conversation =>
        [new(ChatRole.System, "Be brief."), new(ChatRole.User, "Undo?"), new(ChatRole.Assistant, "Revert."), new(ChatRole.User, "How?")];

    public static async Task<EndpointDriver> StartAsync() => new(await ScriptedModelServer.StartAsync());

    public IChatClient Client(Action<ModelOptions>? set = null)
    {
        var options = new ModelOptions
        {
            Name = "small",
            Endpoint = Server.Endpoint,
            ApiKey = Key,
            Timeout = TimeSpan.FromSeconds(20),
        };
        set?.Invoke(options);
        var client = OpenAiRegistration.Open(options, TimeProvider.System, _logs, Limits, _ => null);
        _clients.Add(client);
        return client;
    }

    /// <summary>What a request tells beside its words.</summary>
    public static ChatOptions Options(TimeSpan? time = null, string? person = null)
    {
        var told = new AdditionalPropertiesDictionary();
        if (time is { } span)
            told[ChatKeys.Deadline] = TimeProvider.System.GetUtcNow() + span;
        if (person is not null)
            told[ChatKeys.Person] = person;
        return new ChatOptions { AdditionalProperties = told };
    }

    /// <summary>Asks in one piece or as a stream; the whole text, or what it ends with.</summary>
    public static async Task<string> AskAsync(
        IChatClient client,
        bool stream = false,
        ChatOptions? options = null,
        CancellationToken cancel = default
    ) =>
        stream
            ? (await client.GetStreamingResponseAsync(Conversation, options, cancel).ToChatResponseAsync(cancel)).Text
            : (await client.GetResponseAsync(Conversation, options, cancel)).Text;

    public static async Task<ModelException> FaultAsync(IChatClient client, bool stream = false, ChatOptions? options = null) =>
        await Assert.ThrowsAsync<ModelException>(() => AskAsync(client, stream, options));

    public async ValueTask DisposeAsync()
    {
        _clients.ForEach(client => client.Dispose());
        await Server.DisposeAsync();
        _logs.Dispose();
    }
}
