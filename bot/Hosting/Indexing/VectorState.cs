using ChatBot.Knowledge.Indexing;

namespace ChatBot.Bot.Hosting.Indexing;

/// <summary>How far this instance is with vectors, for the Knowledge page.</summary>
public sealed class VectorState : IProgress<VectorProgress>
{
    private readonly Lock _lock = new();
    private VectorProgress? _latest;

    /// <summary>Null while nothing is being made.</summary>
    public VectorProgress? Latest
    {
        get
        {
            lock (_lock)
                return _latest;
        }
    }

    /// <summary>Why the last run failed; null while all is well.</summary>
    public string? Failure { get; private set; }

    public void Report(VectorProgress value)
    {
        lock (_lock)
            _latest = value;
    }

    internal void Ended(string? failure)
    {
        lock (_lock)
            _latest = null;
        Failure = failure;
    }
}
