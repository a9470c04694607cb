using ChatBot.Learning.Registry;
using ChatBot.Storage;
using ChatBot.TestKit.Storage;
using Dapper;

namespace ChatBot.Trainer.Tests.Jobs;

public sealed class RunHistoryTests
{
    private const string Mine = "mine",
        Other = "other";

    [Fact]
    public async Task A_run_is_found_until_it_is_over_and_by_its_own_workspace_only()
    {
        await using var test = await TestDatabase.CreateAsync();
        var history = new RunHistory(test.Database, TimeProvider.System);
        await history.BeginAsync(Mine, Run("one", readUntil: 5));

        Assert.Equal("one", (await history.FindUnfinishedAsync(Mine))!.Id);
        Assert.Null(await history.FindUnfinishedAsync(Other));

        await history.UpdateAsync(Mine, "one", RunStatus.Stopped, "Stopped.");
        Assert.Equal("one", (await history.FindUnfinishedAsync(Mine))!.Id);

        await history.UpdateAsync(Mine, "one", RunStatus.Registered, "Done.", adapterId: "one", curve: [new RecordedLoss(1, 2.5, null)]);
        Assert.Null(await history.FindUnfinishedAsync(Mine));
        var run = Assert.Single(await history.ListAsync(Mine));
        Assert.Equal(("registered", "Done.", "one"), (run.Status, run.Message, run.AdapterId));
        Assert.Equal([new RecordedLoss(1, 2.5, null)], WireJson.Read<RecordedLoss[]>(run.Curve));
        Assert.NotNull(run.EndedMs);
    }

    [Fact]
    public async Task What_was_approved_since_the_last_run_that_read_it_is_new()
    {
        await using var test = await TestDatabase.CreateAsync();
        var history = new RunHistory(test.Database, TimeProvider.System);
        await ApproveAsync(test.Database, "a", Mine, decided: 10);
        await ApproveAsync(test.Database, "b", Mine, decided: 20);
        await ApproveAsync(test.Database, "c", Other, decided: 30);
        Assert.Equal(2, await history.CountNewAsync(Mine));

        await history.BeginAsync(Mine, Run("failed", readUntil: 15));
        await history.UpdateAsync(Mine, "failed", RunStatus.Failed, "No memory.");
        Assert.Equal(2, await history.CountNewAsync(Mine));

        await history.BeginAsync(Mine, Run("good", readUntil: 15));
        await history.UpdateAsync(Mine, "good", RunStatus.Rejected, "Worse.");
        Assert.Equal(1, await history.CountNewAsync(Mine));
    }

    private static RecordedRun Run(string id, long readUntil) =>
        new(id, "running", "", "base.gguf", "ab", "", "", "{}", "[]", readUntil, 1, null);

    private static Task ApproveAsync(IDatabase database, string id, string workspace, long decided) =>
        database.WriteAsync(
            workspace,
            transaction =>
                transaction.Connection!.ExecuteAsync(
                    """
                    insert into corrections (id, workspace, interaction_id, channel, question, incorrect_response, correct_response, status,
                        proposer, created, decided, updated)
                    values (@id, @workspace, @id, 'web', 'q', 'a', 'b', 'approved', 'p', 1, @decided, @decided)
                    """,
                    new
                    {
                        id,
                        workspace,
                        decided,
                    },
                    transaction
                )
        );
}
