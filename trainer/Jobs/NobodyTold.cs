using System.Data.Common;
using ChatBot.Learning.Review;

namespace ChatBot.Trainer.Jobs;

/// <summary>The trainer decides nothing that people are told of: corrections and trials are the bot's.</summary>
internal sealed class NobodyTold : IReviewNotifications
{
    public Task PublishAsync(DbTransaction transaction, ReviewNotification notice, CancellationToken cancel = default) =>
        Task.CompletedTask;
}
