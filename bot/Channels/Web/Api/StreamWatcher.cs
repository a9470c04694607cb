using System.Threading.Channels;
using ChatBot.Answering;
using ChatBot.Bot.Channels.Rendering;

namespace ChatBot.Bot.Channels.Web.Api;

/// <summary>Hears how an answer comes about, for somebody who reads along: stages where it takes its time, sentences at once.</summary>
internal sealed class StreamWatcher : IAnswerWatcher
{
    /// <summary>Which sources an answer has is known when it is complete.</summary>
    private const int AnySource = int.MaxValue;

    private readonly Channel<(string Type, object Said)> _heard = Channel.CreateUnbounded<(string, object)>(new() { SingleReader = true });
    private readonly Lock _gate = new();
    private readonly ITimer _patience;
    private string _said = "";
    private string? _stage;
    private bool _takesItsTime;

    /// <param name="patience">Before this no stage is told.</param>
    public StreamWatcher(TimeSpan patience, TimeProvider time) =>
        _patience = time.CreateTimer(_ => TakesItsTime(), null, patience, Timeout.InfiniteTimeSpan);

    public void Begins(string stage)
    {
        lock (_gate)
        {
            if (stage == _stage)
                return;
            _stage = stage;
            if (_takesItsTime)
                Tell(stage);
        }
    }

    public void Says(string sentence)
    {
        _said += sentence;
        var html = HtmlWriter.Write(MarkdownReader.Read(_said), AnySource);
        _heard.Writer.TryWrite(("sentence", new { text = sentence, html }));
    }

    public void End()
    {
        _patience.Dispose();
        _heard.Writer.TryComplete();
    }

    /// <summary>Until <see cref="End"/>.</summary>
    public IAsyncEnumerable<(string Type, object Said)> HeardAsync() => _heard.Reader.ReadAllAsync();

    private void TakesItsTime()
    {
        lock (_gate)
        {
            _takesItsTime = true;
            if (_stage is { } stage)
                Tell(stage);
        }
    }

    private void Tell(string stage) => _heard.Writer.TryWrite(("stage", new { stage }));
}
