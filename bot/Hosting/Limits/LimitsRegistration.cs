using System.Net;
using System.Threading.RateLimiting;
using ChatBot.Bot.Hosting.Problems;
using ChatBot.Settings;
using ChatBot.Starting;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Options;

namespace ChatBot.Bot.Hosting.Limits;

internal static class LimitsRegistration
{
    /// <summary>The policy of everything that people call: <c>RequireRateLimiting(LimitsRegistration.People)</c>.</summary>
    public const string People = "people";

    public static IServiceCollection AddLimits(this IServiceCollection services, IConfiguration settings)
    {
        services.AddSettings<RateLimitOptions>(settings, RateLimitOptions.Section);
        services.AddSingleton<WrongKeyLimit>();
        services
            .AddOptions<ForwardedHeadersOptions>()
            .Configure<IOptions<RateLimitOptions>>(
                (forwarded, limits) =>
                {
                    forwarded.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
                    foreach (var proxy in limits.Value.TrustedProxies)
                        forwarded.KnownProxies.Add(
                            IPAddress.TryParse(proxy, out var address)
                                ? address
                                : throw new StartException($"RateLimits:TrustedProxies: {proxy} is not an IP address.")
                        );
                }
            );
        return services.AddRateLimiter(limiter =>
        {
            limiter.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
            limiter.OnRejected = (rejected, _) => RejectAsync(rejected.HttpContext, rejected.Lease);
            limiter.AddPolicy(
                People,
                context =>
                {
                    var options = context.RequestServices.GetRequiredService<IOptions<RateLimitOptions>>().Value;
                    return OwnRequests.Is(context) || context.IsLocal() && !options.Loopback
                        ? RateLimitPartition.GetNoLimiter("loopback")
                        : RateLimitPartition.GetTokenBucketLimiter(Client.Of(context), _ => BucketOf(options));
                }
            );
        });
    }

    private static TokenBucketRateLimiterOptions BucketOf(RateLimitOptions options) =>
        new()
        {
            TokenLimit = options.Burst,
            TokensPerPeriod = 1,
            ReplenishmentPeriod = TimeSpan.FromMinutes(1) / options.PerMinute,
            QueueLimit = 0,
        };

    private static async ValueTask RejectAsync(HttpContext context, RateLimitLease lease)
    {
        var seconds = lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? Math.Max(1, (int)Math.Ceiling(after.TotalSeconds)) : 1;
        context.Response.Headers.RetryAfter = seconds.ToString();
        await Problem
            .Of(StatusCodes.Status429TooManyRequests, ProblemCodes.TooManyRequests, $"Too many requests. Try again in {seconds} s.")
            .ExecuteAsync(context);
    }
}
