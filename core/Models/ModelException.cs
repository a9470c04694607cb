namespace ChatBot.Models;

/// <summary>Why a model gave no answer.</summary>
public enum ModelFault
{
    /// <summary>All places are taken, and those to wait in as well.</summary>
    Busy,

    /// <summary>It failed again and again and is left alone for a while: nothing was sent.</summary>
    Resting,

    /// <summary>No connection, or one that was cut.</summary>
    Unreachable,

    /// <summary>It gave nothing in the time that it had.</summary>
    TimedOut,

    /// <summary>The server says that it cannot now: 408, 429, 5xx.</summary>
    Unavailable,

    /// <summary>The server will not: a wrong key, an unknown model, a request that it does not take, a redirect.</summary>
    Refused,

    /// <summary>What came is no reply of the protocol: half a JSON, a page, no choices.</summary>
    Unreadable,

    /// <summary>More bytes came than an answer has.</summary>
    TooLong,
}

/// <summary>A model gave no answer. The message names the model's address and the reason, and nothing that people wrote.</summary>
public sealed class ModelException(ModelFault fault, string message, Exception? inner = null) : Exception(message, inner)
{
    public ModelFault Fault { get; } = fault;

    /// <summary>How long the server asks to be left alone; null where it does not say.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
