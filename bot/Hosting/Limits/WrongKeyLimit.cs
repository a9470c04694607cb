using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;

namespace ChatBot.Bot.Hosting.Limits;

/// <summary>Counts wrong keys by client, where admins show theirs, so that guessing takes ages.</summary>
public sealed class WrongKeyLimit(IOptions<RateLimitOptions> options) : IDisposable
{
    private readonly PartitionedRateLimiter<HttpContext> _limiter = PartitionedRateLimiter.Create<HttpContext, string>(context =>
        RateLimitPartition.GetFixedWindowLimiter(
            Client.Of(context),
            _ => new FixedWindowRateLimiterOptions
            {
                PermitLimit = options.Value.WrongKeysPerMinute,
                Window = TimeSpan.FromMinutes(1),
                QueueLimit = 0,
            }
        )
    );

    /// <summary>False once a client has used up its wrong keys.</summary>
    public bool Allows(HttpContext context)
    {
        if (Exempt(context))
            return true;
        using var lease = _limiter.AttemptAcquire(context, 0);
        return lease.IsAcquired;
    }

    /// <summary>Notes a wrong key.</summary>
    public void Count(HttpContext context)
    {
        if (!Exempt(context))
            _limiter.AttemptAcquire(context).Dispose();
    }

    public void Dispose() => _limiter.Dispose();

    private bool Exempt(HttpContext context) => !options.Value.Loopback && context.IsLocal();
}
