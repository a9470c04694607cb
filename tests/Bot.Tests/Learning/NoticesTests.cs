using ChatBot.Knowledge.Indexing;
using ChatBot.Learning.Review;
using ChatBot.Storage;
using ChatBot.TestKit.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace ChatBot.Bot.Tests.Learning;

public sealed class NoticesTests
{
    [Fact]
    public async Task A_burst_of_bad_ratings_is_told_once()
    {
        var told = new Told();
        await using var bot = await BotApp.StartAsync(
            new Dictionary<string, string?> { ["Learning:BurstCount"] = "3" },
            services => services.AddSingleton<IReviewNotifications>(told)
        );
        for (var n = 0; n < 5; n++)
        {
            var answer = await bot.AskAsync("How do I undo the last commit?", user: $"user{n}");
            await bot.PostAsync(
                "/api/feedback/submit",
                new
                {
                    interactionId = answer.GetProperty("interactionId").GetString(),
                    user = $"user{n}",
                    thumbs = "down",
                }
            );
        }
        var burst = Assert.Single(told.Notices.OfType<BadRatingBurst>());
        Assert.Equal(3, burst.Count);
    }

    [Fact]
    public async Task A_changed_document_flags_the_corrections_that_it_supported()
    {
        await using var bot = await BotApp.StartAsync();
        await bot.IndexedAsync();
        var answer = await bot.AskAsync("How do I undo the last commit?");
        var uri = answer.GetProperty("sources")[0].GetProperty("uri").GetString()!;
        var reviews = bot.Get<ReviewService>();
        var correction = (
            (ProposalResult.Proposed)
                await reviews.ProposeAsync(
                    "default",
                    answer.GetProperty("interactionId").GetString()!,
                    "u_x",
                    "test",
                    "Run `git reset --soft HEAD~1`."
                )
        ).Correction;
        await reviews.ApproveAsync("default", correction.Id, "ada");

        // The same words in its title, and passages that were offered and not cited.
        await ChangeAsync(bot, "unrelated.md", "How do I undo the last commit with git reset?");
        await ChangeAsync(bot, "git/rebase.md", "Rebase a branch");
        Assert.Null((await bot.Get<CorrectionStore>().FindAsync("default", correction.Id))!.Flag);
        await ChangeAsync(bot, uri, "Title");
        Assert.Equal("Title was changed", (await bot.Get<CorrectionStore>().FindAsync("default", correction.Id))!.Flag);
    }

    private static Task ChangeAsync(BotApp bot, string uri, string title) =>
        bot.Get<IDatabase>()
            .WriteAsync(
                "default",
                async transaction =>
                {
                    foreach (var changes in bot.Services.GetServices<IDocumentChanges>())
                        await changes.ChangedAsync(
                            transaction,
                            "default",
                            [new DocumentChange(uri, uri, title, DocumentChangeKind.Changed)]
                        );
                }
            );

    private sealed class Told : IReviewNotifications
    {
        public List<ReviewNotification> Notices { get; } = [];

        public Task PublishAsync(
            System.Data.Common.DbTransaction transaction,
            ReviewNotification notice,
            CancellationToken cancel = default
        )
        {
            Notices.Add(notice);
            return Task.CompletedTask;
        }
    }
}
