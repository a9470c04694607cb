using ChatBot.Answering.Corrections;
using ChatBot.Language;

namespace ChatBot.Core.Tests.Answering.Corrections;

public sealed class CorrectionIndexTests
{
    private static readonly CorrectionIndex Index = new([
        Approved("server", "How do I delete a branch on the build server?"),
        Approved("branch", "How do I delete a branch?"),
        Approved("mart", "When is the sales mart ready?"),
        Approved("load", "What does nightly_load.sql do?"),
    ]);

    [Fact]
    public void What_is_about_the_same_things_is_found_the_nearest_first()
    {
        var related = Index.Related(QuestionReading.Of("Who may delete a branch?"), 5);

        Assert.Equal(["branch", "server"], related.Select(match => match.Correction.Id));
        Assert.Equal(1, related[0].Score, 3);
        Assert.InRange(related[1].Score, 0.4, 0.9);
        Assert.Equal("branch", Assert.Single(Index.Related(QuestionReading.Of("Who may delete a branch?"), 1)).Correction.Id);
        Assert.Empty(Index.Related(QuestionReading.Of("Which wine goes with fish?"), 5));
    }

    [Theory]
    [InlineData("How do I remove a branch?", "branch")]
    [InlineData("when is the sales mart ready", "mart")]
    [InlineData("When does nightly_load.sql run?", "load")]
    public void Without_meanings_words_and_their_synonyms_find_what_may_be_wanted(string asked, string id) =>
        Assert.Contains(id, Index.Candidates(QuestionReading.Of(asked), place: null).Select(candidate => candidate.Correction.Id));

    [Fact]
    public void One_that_is_approved_now_answers_its_wording_before_all_others()
    {
        var question = QuestionReading.Of("How do I delete a branch?");
        var with = Index.With(Approved("new", question.Text), place: null);

        Assert.Equal(("branch", "new"), (Index.Own(question)?.Id, with.Own(question)?.Id));
        Assert.Equal(4, with.Count);
        Assert.Null(with.Own(QuestionReading.Of("How do I delete a tag?")));
    }

    private static ApprovedCorrection Approved(string id, string question) =>
        new(id, question, $"Answer {id}.", null, QuestionReading.Of(question));
}
