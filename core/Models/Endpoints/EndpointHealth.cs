using Microsoft.Extensions.Logging;
using Polly.CircuitBreaker;

namespace ChatBot.Models.Endpoints;

/// <summary>What is known of an endpoint from its last replies. The log hears of changes, not of every request.</summary>
internal sealed partial class EndpointHealth(string address, TimeProvider time, ILogger log) : IModelHealth
{
    /// <summary>A refusal that repeats is told again after so long.</summary>
    private static readonly TimeSpan Reminder = TimeSpan.FromMinutes(10);

    private readonly Lock _lock = new();
    private string? _trouble;
    private bool _rests;
    private DateTimeOffset _until;
    private (string Reason, DateTimeOffset At) _refused = ("", DateTimeOffset.MinValue);

    public CircuitBreakerStateProvider Breaker { get; } = new();

    /// <inheritdoc />
    public string? Trouble
    {
        get
        {
            lock (_lock)
                return _rests ? $"{_trouble} It is left alone for a while." : _trouble;
        }
    }

    /// <exception cref="ModelException"><see cref="ModelFault.Resting"/>: the breaker is open, or being tried.</exception>
    public void ThrowIfResting()
    {
        lock (_lock)
            if (_rests && (Breaker.CircuitState == CircuitState.HalfOpen || time.GetUtcNow() < _until))
                throw Resting();
    }

    public ModelException Resting()
    {
        lock (_lock)
            return new ModelException(ModelFault.Resting, $"{_trouble ?? $"The model at {address} fails."} It is left alone for a while.");
    }

    public void Failed(ModelException fault)
    {
        lock (_lock)
            if (EndpointFaults.IsAboutRequest(fault))
            {
                // Others may be answered meanwhile: no trouble of the endpoint's.
                if (_refused.Reason == fault.Message && time.GetUtcNow() - _refused.At < Reminder)
                    return;
                _refused = (fault.Message, time.GetUtcNow());
            }
            else
            {
                if (_trouble == fault.Message)
                    return;
                _trouble = fault.Message;
            }
        Fails(log, fault.Message, fault.Fault);
    }

    public void Opened(TimeSpan pause)
    {
        string trouble;
        lock (_lock)
        {
            _until = time.GetUtcNow() + pause;
            if (_rests)
                return; // the one that tried found it as it was
            _rests = true;
            trouble = _trouble ?? address;
        }
        Rests(log, trouble);
    }

    public void Answered()
    {
        if (Breaker.CircuitState == CircuitState.Open)
            return; // late, to a request from before the breaker opened
        lock (_lock)
        {
            if (_trouble is null && !_rests)
                return;
            (_trouble, _rests) = (null, false);
        }
        Answers(log, address);
    }

    [LoggerMessage(LogLevel.Warning, "{Trouble} ({Fault}) Answers are quoted from the sources meanwhile.")]
    private static partial void Fails(ILogger log, string trouble, ModelFault fault);

    [LoggerMessage(LogLevel.Error, "{Trouble} It failed again and again and is left alone for a while, then tried with one request.")]
    private static partial void Rests(ILogger log, string trouble);

    [LoggerMessage(LogLevel.Information, "The model at {Address} answers again.")]
    private static partial void Answers(ILogger log, string address);
}
