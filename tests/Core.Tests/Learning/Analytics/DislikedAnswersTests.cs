using ChatBot.Embedding;
using ChatBot.Learning.Analytics;
using ChatBot.Learning.Lessons;
using ChatBot.Learning.Review;
using ChatBot.TestKit.Learning;

namespace ChatBot.Core.Tests.Learning.Analytics;

/// <summary>The answers that people disliked, as a list to work down.</summary>
public sealed class DislikedAnswersTests : IAsyncLifetime
{
    private const string W = CorrectionRoom.Workspace;

    private static readonly DateTimeOffset Now = DateTimeOffset.UtcNow;

    private CorrectionRoom _room = null!;
    private DislikedAnswers _answers = null!;

    public async Task InitializeAsync()
    {
        _room = await CorrectionRoom.OpenAsync(new HashingEmbeddingGenerator());
        _answers = new DislikedAnswers(_room.Database, _room.Approved, new DayCounts(_room.Database, TimeProvider.System));
    }

    public async Task DisposeAsync() => await _room.DisposeAsync();

    [Fact]
    public async Task The_worst_stands_first_and_what_nobody_disliked_is_not_there()
    {
        var liked = await AskedAsync("Who owns the orders table?");
        await RatedAsync(liked, "ann", "up", 5);
        var mixed = await AskedAsync("When is the sales mart ready?");
        await RatedAsync(mixed, "ann", "down");
        await RatedAsync(mixed, "bob", "up");
        var stars = await AskedAsync("What is a canary?");
        await RatedAsync(stars, "ann", null, 2);
        var one = await AskedAsync("How do I get access?");
        await RatedAsync(one, "ann", null, 1, "Wrong link.");
        var worst = await AskedAsync("How do I undo the last commit?");
        await RatedAsync(worst, "ann", "down");
        await RatedAsync(worst, "bob", "down", 3);

        var found = await _answers.ReadAsync(W);
        Assert.Equal([worst, one, stars, mixed], found.Select(answer => answer.InteractionId));
        Assert.Equal((2, 0, 3.0), (found[0].Disliked, found[0].Liked, found[0].Stars));
        Assert.Equal("Wrong link.", Assert.Single(found[1].Remarks).Text);
        Assert.Equal((1, 1), (found[3].Disliked, found[3].Liked));
    }

    [Fact]
    public async Task Equal_questions_are_one_with_the_last_answer_and_each_person_once()
    {
        var first = await AskedAsync("How do I get access?", "Old.", Now.AddHours(-2));
        var second = await AskedAsync("how do i get access", "New.", Now.AddHours(-1));
        await RatedAsync(first, "ann", "down");
        await RatedAsync(second, "ann", "down");
        await RatedAsync(second, "bob", "down");

        var answer = Assert.Single(await _answers.ReadAsync(W));
        Assert.Equal((second, "New.", 2, 2), (answer.InteractionId, answer.Answer, answer.Times, answer.Disliked));
        Assert.Equal([second, first], answer.Interactions);
    }

    [Fact]
    public async Task What_was_corrected_since_is_done_and_what_was_disliked_after_that_is_open_again()
    {
        var id = await AskedAsync("How do I get access?", at: Now.AddHours(-3));
        await RatedAsync(id, "ann", "down");
        await _room.CorrectAsync("p", "How do I get access?", "Ask.", CorrectionStatus.Pending, id);
        Assert.Equal((DislikedState.Open, DislikedHandling.Waiting, "p"), await StateAsync());

        await _room.CorrectAsync("a", "How do I get access?", "Ask the desk.", interaction: "another", decided: Now.AddHours(-2));
        Assert.Equal((DislikedState.Done, DislikedHandling.Corrected, "a"), await StateAsync());
        Assert.Empty(await _answers.ReadAsync(W, state: DislikedState.Open));
        Assert.Single(await _answers.ReadAsync(W, state: DislikedState.Done));

        await RatedAsync(await AskedAsync("How do I get access?", "Ask the desk.", Now.AddHours(-1)), "bob", "down");
        Assert.Equal(DislikedState.Open, (await StateAsync()).State);
    }

    [Fact]
    public async Task A_ticked_wording_is_done_too()
    {
        await RatedAsync(await AskedAsync("Whom do I ask to let me in?", at: Now.AddHours(-3)), "ann", "down");
        await _room.CorrectAsync("a", "How do I get access?", "Ask the desk.", decided: Now.AddHours(-2));
        Assert.Equal(DislikedState.Open, (await StateAsync()).State);
        await _room.Wordings.AddAsync(W, "a", ["Whom do I ask to let me in?"], "Ada");
        Assert.Equal((DislikedState.Done, DislikedHandling.Corrected, "a"), await StateAsync());
    }

    [Fact]
    public async Task What_was_marked_since_is_done_until_the_mark_is_taken_back()
    {
        var id = await AskedAsync("What is for lunch?", at: Now.AddHours(-1));
        await RatedAsync(id, "ann", "down");
        await _room.ExecuteAsync(
            "insert into guard_marks (workspace, interaction_id, mark, marked_by, created) values (@W, @id, 'miss', 'Ada', @At)",
            new
            {
                W,
                id,
                At = Now.ToUnixTimeMilliseconds(),
            }
        );
        var answer = Assert.Single(await _answers.ReadAsync(W));
        Assert.Equal(
            (DislikedState.Done, DislikedHandling.Marked, new DislikedMark(id, GuardMark.Miss)),
            (answer.State, answer.Handling, answer.Mark)
        );
        await _room.ExecuteAsync("delete from guard_marks where workspace = @W", new { W });
        Assert.Equal(DislikedState.Open, (await StateAsync()).State);
    }

    [Fact]
    public async Task Old_ratings_and_those_of_another_workspace_are_not_looked_at()
    {
        await RatedAsync(await AskedAsync("How do I get access?"), "ann", "down", at: Now.AddDays(-9));
        var theirs = await _room.AskedAsync("Who owns the orders table?", at: Now, workspace: "other");
        await _room.RatedAsync(theirs, "ann", "down", at: Now, workspace: "other");
        Assert.Empty(await _answers.ReadAsync(W, days: 7));
        Assert.Single(await _answers.ReadAsync(W, days: 30));
        Assert.Equal(theirs, Assert.Single(await _answers.ReadAsync("other")).InteractionId);
    }

    [Fact]
    public async Task A_follow_up_counts_as_what_it_was_completed_to()
    {
        foreach (var subject in (string[])["the orders table", "the customers table"])
        {
            var id = await _room.AskedAsync("And who owns it?", at: Now.AddHours(-1), standalone: $"Who owns {subject}?");
            await RatedAsync(id, "ann", "down");
        }
        Assert.Equal(
            ["Who owns the customers table?", "Who owns the orders table?"],
            (await _answers.ReadAsync(W)).Select(answer => answer.Question).Order()
        );
    }

    private async Task<(DislikedState State, DislikedHandling, string?)> StateAsync()
    {
        var answer = Assert.Single(await _answers.ReadAsync(W));
        return (answer.State, answer.Handling, answer.CorrectionId);
    }

    private Task<string> AskedAsync(string question, string answer = "So.", DateTimeOffset? at = null) =>
        _room.AskedAsync(question, answer, at: at ?? Now.AddHours(-1), sources: [("a.md", true)]);

    private Task RatedAsync(
        string id,
        string user,
        string? thumbs = null,
        int? stars = null,
        string? comment = null,
        DateTimeOffset? at = null
    ) => _room.RatedAsync(id, user, thumbs, stars, comment, at ?? Now);
}
