using ChatBot.Learning.Analytics;

namespace ChatBot.Bot.Admin.Api;

/// <summary><c>/api/admin/analytics</c>: the last <c>days</c> days in figures.</summary>
internal static class AnalyticsEndpoints
{
    private const int DefaultDays = 30;

    public static void MapAnalytics(this IEndpointRouteBuilder admins)
    {
        var analytics = admins.MapGroup("/analytics");
        Map(
            "overview",
            "Questions, outcomes, ratings, latency and corrections.",
            (reader, workspace, days, cancel) => reader.OverviewAsync(workspace, days, cancel)
        );
        Map(
            "categories",
            "Questions, outcomes and ratings by category.",
            (reader, workspace, days, cancel) => reader.CategoriesAsync(workspace, days, cancel)
        );
        Map(
            "trends",
            "Questions, outcomes and ratings by day.",
            (reader, workspace, days, cancel) => reader.TrendsAsync(workspace, days, cancel)
        );
        Map("outcomes", "How questions ended.", (reader, workspace, days, cancel) => reader.OutcomesAsync(workspace, days, cancel));
        Map(
            "latency",
            "Percentiles of the time to an answer.",
            (reader, workspace, days, cancel) => reader.LatencyAsync(workspace, days, cancel)
        );
        Map("feedback", "Ratings by channel.", (reader, workspace, days, cancel) => reader.FeedbackAsync(workspace, days, cancel));
        Map(
            "confidence",
            "Rated answers by tenths of confidence, and how many of each were liked.",
            (reader, workspace, days, cancel) => reader.ConfidenceAsync(workspace, days, cancel)
        );
        Map(
            "unanswered",
            "The most frequent questions without an answer.",
            (reader, workspace, days, cancel) => reader.UnansweredAsync(workspace, days, cancel: cancel)
        );

        analytics
            .MapGet(
                "/disliked",
                async Task<IResult> (int? days, string? workspace, DislikedAnswers disliked, CancellationToken cancel) =>
                    AdminRequest.Days(days) is { } fault
                        ? fault
                        : TypedResults.Ok(await disliked.ReadAsync(workspace!, days ?? DefaultDays, cancel: cancel))
            )
            .Produces<IReadOnlyList<DislikedAnswer>>()
            .WithSummary("Answers that people disliked, the worst first, and what became of them since.");

        void Map<T>(string name, string summary, Func<AnalyticsReader, string, int, CancellationToken, Task<T>> read) =>
            analytics
                .MapGet(
                    "/" + name,
                    async Task<IResult> (int? days, string? workspace, AnalyticsReader reader, CancellationToken cancel) =>
                        AdminRequest.Days(days) is { } fault
                            ? fault
                            : TypedResults.Ok(await read(reader, workspace!, days ?? DefaultDays, cancel))
                )
                .Produces<T>()
                .WithSummary(summary);
    }
}
