using System.Runtime.ExceptionServices;
using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;

namespace ChatBot.Models.Endpoints;

/// <summary>A request's way through its tries.</summary>
/// <param name="deadline">No try begins after it, and no pause that would end after it.</param>
internal sealed class EndpointCall(DateTimeOffset deadline)
{
    public DateTimeOffset Deadline { get; } = deadline;

    /// <summary>Something was passed on already, so that it cannot be asked for once more.</summary>
    public bool HasBegun { get; set; }

    /// <summary>The last try came late and had hardly time: that it ran out says nothing about the endpoint.</summary>
    public bool WasShort { get; set; }
}

/// <summary>Tries again where that may help and time is left, and lets an endpoint alone that fails again and again.</summary>
internal sealed class EndpointPipeline(EndpointLimits limits, EndpointHealth health, TimeProvider time)
{
    private static readonly ResiliencePropertyKey<EndpointCall> CallKey = new("call");

    private readonly ResiliencePipeline _pipeline = new ResiliencePipelineBuilder { TimeProvider = time }
        .AddRetry(
            new RetryStrategyOptions
            {
                MaxRetryAttempts = limits.Retries,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                Delay = limits.FirstPause,
                ShouldHandle = args => ValueTask.FromResult(MayTryAgain(args.Outcome, CallOf(args.Context))),
                DelayGenerator = args => ValueTask.FromResult(AskedFor(args.Outcome, limits.FirstPause)),
                OnRetry = args => HasTime(args.Outcome, time.GetUtcNow() + args.RetryDelay, CallOf(args.Context)),
            }
        )
        .AddCircuitBreaker(
            new CircuitBreakerStrategyOptions
            {
                FailureRatio = 0.5,
                MinimumThroughput = limits.Failures,
                SamplingDuration = limits.Window,
                BreakDurationGenerator = args => ValueTask.FromResult(Break(limits, args.HalfOpenAttempts)),
                StateProvider = health.Breaker,
                // What is not handled counts as answered, and would close a breaker that is half open.
                ShouldHandle = args =>
                    ValueTask.FromResult(
                        Counts(args.Outcome, CallOf(args.Context))
                            || (health.Breaker.CircuitState == CircuitState.HalfOpen && FoundNothingOut(args.Outcome))
                    ),
                OnOpened = args =>
                {
                    health.Opened(args.BreakDuration);
                    return default;
                },
            }
        )
        .Build();

    /// <exception cref="ModelException">The last try's, or <see cref="ModelFault.Resting"/>.</exception>
    public async Task RunAsync(EndpointCall call, Func<CancellationToken, ValueTask> attempt, CancellationToken cancel)
    {
        var context = ResilienceContextPool.Shared.Get(cancel);
        context.Properties.Set(CallKey, call);
        try
        {
            await _pipeline.ExecuteAsync(context => attempt(context.CancellationToken), context);
        }
        catch (BrokenCircuitException)
        {
            throw health.Resting();
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    private static EndpointCall CallOf(ResilienceContext context) => context.Properties.GetValue(CallKey, null!);

    private static bool MayTryAgain(Outcome<object> outcome, EndpointCall call) =>
        !call.HasBegun && outcome.Exception is ModelException fault && EndpointFaults.IsTransient(fault);

    /// <summary>A server that refuses this request does its work; one that cannot be understood does not.</summary>
    private static bool Counts(Outcome<object> outcome, EndpointCall call) =>
        outcome.Exception is ModelException { Fault: not (ModelFault.Refused or ModelFault.Busy) } fault
        && !(fault.Fault == ModelFault.TimedOut && call.WasShort);

    /// <summary>Whoever asked has left, or had hardly time.</summary>
    private static bool FoundNothingOut(Outcome<object> outcome) =>
        outcome.Exception is OperationCanceledException or ModelException { Fault: ModelFault.TimedOut };

    /// <summary>What the server asks for, and a little more, so that those who were sent away do not come back together.</summary>
    private static TimeSpan? AskedFor(Outcome<object> outcome, TimeSpan jitter) =>
        outcome.Exception is ModelException { RetryAfter: { } wait } ? wait + Random.Shared.NextDouble() * jitter : null;

    private static ValueTask HasTime(Outcome<object> outcome, DateTimeOffset next, EndpointCall call)
    {
        if (next >= call.Deadline)
            ExceptionDispatchInfo.Throw(outcome.Exception!);
        return default;
    }

    private static TimeSpan Break(EndpointLimits limits, int failedProbes)
    {
        var pause = limits.FirstBreak * Math.Pow(2, Math.Min(failedProbes, 16));
        return pause < limits.LongestBreak ? pause : limits.LongestBreak;
    }
}
