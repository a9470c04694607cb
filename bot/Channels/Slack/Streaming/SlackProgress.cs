using ChatBot.Bot.Channels.Slack.Api;
using ChatBot.Bot.Channels.Slack.Rendering;

namespace ChatBot.Bot.Channels.Slack.Streaming;

/// <summary>"is looking through the documents…" below the thread, then, where the workspace has it, a message that grows.</summary>
/// <param name="streams">True where a message may grow.</param>
internal sealed class SlackProgress(SlackClient client, SlackStreams all, SlackAddress to, string thread, bool streams) : IAnswerProgress
{
    private bool _streams = streams;
    private string? _ts;
    private string _said = "";
    private string? _status;
    private bool _hasNoStatus;

    public TimeSpan Pause { get; } = TimeSpan.FromSeconds(1);

    public async Task<string?> ShowAsync(Progress progress, CancellationToken cancel)
    {
        if (_streams && progress.Text.Length > 0)
            return await SayAsync(progress.Text, cancel);
        if (_ts is null && !_hasNoStatus && progress.Doing != _status)
        {
            _status = progress.Doing;
            _hasNoStatus = await StatusAsync($"is {progress.Doing}…", cancel) is ApiResult.Failed;
        }
        return null;
    }

    /// <summary>A reply takes the status away by itself, but not one that the status overtook, nor one in place.</summary>
    public async Task EndAsync(CancellationToken cancel)
    {
        if (_status is not null && !_hasNoStatus)
            await StatusAsync("", cancel);
    }

    private Task<ApiResult> StatusAsync(string status, CancellationToken cancel) =>
        client.ShowStatusAsync(to.Team, to.Channel, thread, status, cancel);

    /// <returns>The message's ts when it begins.</returns>
    private async Task<string?> SayAsync(string text, CancellationToken cancel)
    {
        if (text.Length == _said.Length)
            return null;
        // Markup of Slack's own (<!channel>) stays text.
        var piece = Mrkdwn.Escape(text[_said.Length..]);
        var result = _ts is null
            ? await client.StartStreamAsync(to, thread, piece, cancel)
            : await client.AppendStreamAsync(to, _ts, piece, cancel);
        if (result is ApiResult.Limited && _ts is not null)
            return null; // with the next one
        _said = text;
        _streams = result is ApiResult.Done;
        if (_ts is not null)
            return null;
        if (result is ApiResult.Failed { Error: var error })
            all.Refused(to.Team, error);
        return _ts = result is ApiResult.Done { Body: var body } && body.TryGetProperty("ts", out var ts) ? ts.GetString() : null;
    }
}
