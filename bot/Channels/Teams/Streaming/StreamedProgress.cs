using ChatBot.Bot.Channels.Rendering;
using ChatBot.Bot.Channels.Teams.Connecting;
using ChatBot.Bot.Channels.Teams.Protocol;

namespace ChatBot.Bot.Channels.Teams.Streaming;

/// <summary>What the bot is doing, then the checked sentences as they come, in a message that grows.</summary>
internal sealed class StreamedProgress(TeamsConnector connector, TeamsAddress to) : IAnswerProgress
{
    private string? _stream;
    private int _sequence;
    private string _shown = "";
    private string _said = "";
    private bool _isClosed;

    /// <summary>Teams takes one request a second and recommends 1.5 to 2 seconds.</summary>
    public TimeSpan Pause { get; } = TimeSpan.FromSeconds(1.5);

    public async Task<string?> ShowAsync(Progress progress, CancellationToken cancel)
    {
        var text = StreamText.Of(progress.Text);
        var words = text.Length > 0 ? text : StreamText.Doing(progress);
        // What stands there already must go on standing there.
        if (_isClosed || words == _shown || !text.StartsWith(_said, StringComparison.Ordinal))
            return null;
        _shown = words;
        var isFirst = _stream is null || text.Length > 0 && _said.Length == 0;
        var activity = new OutboundActivity { Type = "typing", Text = words };
        var delivery = await connector.SendAsync(
            to,
            activity.Streamed(text.Length > 0 ? "streaming" : "informative", _stream, ++_sequence),
            cancel
        );
        if (delivery is Delivery.Sent { MessageId: { } id })
            _stream ??= id;
        // Without a name there is nothing to go on with; a stream that was refused once is refused for good.
        _isClosed = _stream is null || delivery is Delivery.Refused;
        if (_stream is null)
            return null;
        if (text.Length > 0)
            _said = text;
        return isFirst ? new BegunStream(_stream, _said.Length > 0).Write() : null;
    }

    /// <summary>The reply ends it.</summary>
    public Task EndAsync(CancellationToken cancel) => Task.CompletedTask;
}

/// <summary>Where nothing can be streamed: the typing sign, which lasts until the reply.</summary>
internal sealed class TypingSign(TeamsConnector connector, TeamsAddress to) : IAnswerProgress
{
    private bool _isShown;

    public TimeSpan Pause { get; } = TimeSpan.FromSeconds(1);

    public async Task<string?> ShowAsync(Progress progress, CancellationToken cancel)
    {
        if (!_isShown)
            await connector.SendAsync(to, new OutboundActivity { Type = "typing" }, cancel);
        _isShown = true;
        return null;
    }

    public Task EndAsync(CancellationToken cancel) => Task.CompletedTask;
}

internal static class StreamText
{
    /// <summary>
    /// Words without marks: what a document brought along is not obeyed, and the text of some sentences is how the text of more begins.
    /// </summary>
    public static string Of(string markdown) => MarkdownReader.Read(markdown).ToText();

    public static string Doing(Progress progress) => $"{char.ToUpperInvariant(progress.Doing[0])}{progress.Doing[1..]}…";
}
