using LLama.Native;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace ChatBot.Models.Llama;

/// <summary>llama.cpp's messages: to the log at Debug, and never to the console, where a verb's output is a JSON object.</summary>
internal static partial class NativeLog
{
    // Held for as long as native code may call it.
    private static readonly NativeLogConfig.LLamaLogCallback Callback = Write;
    private static readonly Lock Gate = new();
    private static ILogger _log = NullLogger.Instance;
    private static bool _taken;

    [ThreadStatic]
    private static string? _error;

    /// <summary>Takes the messages from now on, before llama.cpp is first used.</summary>
    /// <exception cref="InvalidOperationException">The system lacks what it needs.</exception>
    public static void Use(ILogger? log = null)
    {
        lock (Gate)
        {
            _log = log ?? _log;
            if (!_taken)
            {
                NativeNeeds.Require();
                NativeLogConfig.llama_log_set(Callback);
            }
            _taken = true;
        }
    }

    /// <summary>The last error that llama.cpp reported on this thread while <paramref name="call"/> ran, or null.</summary>
    public static string? ErrorOf(Action call)
    {
        _error = null;
        call();
        return _error;
    }

    /// <summary>Before a call that may throw, so that <see cref="LastError"/> is one of its own.</summary>
    public static void Forget() => _error = null;

    /// <summary>The last error that llama.cpp reported on this thread since <see cref="Forget"/>.</summary>
    public static string LastError => _error ?? "no reason given";

    private static void Write(LLamaLogLevel level, string message)
    {
        var text = message.Trim();
        if (text.Trim('.').Length == 0)
            return; // progress
        if (level == LLamaLogLevel.Error)
            _error = text.ReplaceLineEndings(" ");
        try
        {
            Said(_log, text);
        }
        catch (Exception)
        {
            // A log that throws must not take the process with it: an exception cannot pass through llama.cpp, which called.
        }
    }

    [LoggerMessage(LogLevel.Debug, "llama.cpp: {Text}")]
    private static partial void Said(ILogger log, string text);
}
