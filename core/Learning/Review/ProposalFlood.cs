using System.Data.Common;
using ChatBot.Storage;
using Dapper;
using Microsoft.Extensions.Options;

namespace ChatBot.Learning.Review;

/// <summary>
/// Whether corrections come faster than admins read a message each: they then hear of them together. None is left out of the review.
/// </summary>
public sealed class ProposalFlood(IOptions<LearningOptions> options, TimeProvider time)
{
    /// <summary>Called in the transaction that has stored a proposal; decided ones count as well, they too were a message.</summary>
    public async Task<bool> IsOnAsync(DbTransaction transaction, string workspace, CancellationToken cancel = default) =>
        await transaction.Connection!.ExecuteScalarAsync<long>(
            new CommandDefinition(
                "select count(*) from corrections where workspace = @workspace and created > @Since",
                new { workspace, Since = time.NowMs() - (long)options.Value.ReviewWindow.TotalMilliseconds },
                transaction,
                cancellationToken: cancel
            )
        ) > options.Value.ReviewMessages;
}
