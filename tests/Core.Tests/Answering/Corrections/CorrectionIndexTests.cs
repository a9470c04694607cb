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

    [Theory]
    [InlineData("Where do I remove it?", "Where do I delete that?")]
    [InlineData("Grafana?", "What is Grafana?")]
    public void One_word_in_common_or_one_that_means_the_same_is_enough_to_be_compared(string asked, string approved) =>
        Assert.Single(new CorrectionIndex([Approved("a", approved)]).Candidates(QuestionReading.Of(asked), place: null));

    [Fact]
    public void Of_many_that_share_words_the_sixteen_that_share_most_are_compared()
    {
        var many = new CorrectionIndex([
            .. Enumerable.Range(0, 30).Select(n => Approved($"{n:00}", $"Who owns the grafana board of team{(char)('a' + n % 26)}{n}?")),
            Approved("best", "Who owns grafana?"),
        ]);
        var candidates = many.Candidates(QuestionReading.Of("Who is the owner of grafana?"), place: null);

        Assert.Equal("best", candidates[0].Correction.Id);
        Assert.InRange(candidates.Count, 1, 16);
        Assert.Equal(16, many.Related(QuestionReading.Of("Who owns grafana?"), 50, least: 0).Count);
    }

    [Fact]
    public void Where_both_are_placed_those_far_apart_in_meaning_are_no_candidates_and_words_do_not_matter()
    {
        var index = new CorrectionIndex([
            Approved("near", "Revert a commit"),
            Approved("edge", "How to undo a commit"),
            Approved("far", "Undo a commit"),
            .. Enumerable.Range(0, 100).Select(n => Approved($"z{n:000}", $"Stone{n}")),
        ]);
        index.Places =
        [
            .. index.Corrections.Select(one =>
                Placed(
                    one.Id is "near" ? 1
                    : one.Id is "edge" ? 0.5f
                    : 0.4999f
                )
            ),
        ];

        var candidates = index.Candidates(QuestionReading.Of("Undo a commit now"), Placed(1));

        Assert.Equal(["near", "edge"], candidates.Select(candidate => candidate.Correction.Id));
        Assert.Equal([1, 0.5], candidates.Select(candidate => candidate.Evidence![0]));
    }

    [Fact]
    public void Wordings_of_four_corrections_are_compared_the_nearest_of_all()
    {
        var index = new CorrectionIndex([
            .. Enumerable.Range(0, 100).Select(n => Approved($"{n / 2:00}", $"Undo the commit {(char)('a' + n % 26)}stone{n / 26}")),
        ]);
        index.Places = [.. index.Corrections.Select(one => Placed((150 + int.Parse(one.Id)) / 200f))];

        var candidates = index.Candidates(QuestionReading.Of("Undo the commit"), Placed(1));

        Assert.Equal(["49", "49", "48", "48", "47", "47", "46", "46"], candidates.Select(candidate => candidate.Correction.Id));
    }

    [Fact]
    public void One_that_is_approved_now_is_placed_among_the_others()
    {
        var empty = new CorrectionIndex([]).With(Approved("a", "Undo a commit"), Placed(1));
        var unplaced = Index.With(Approved("a", "Undo a commit"), Placed(1));
        var beside = empty.With(Approved("b", "Revert a commit"), Placed(0.8f));

        Assert.Single(empty.Places!);
        Assert.Null(unplaced.Places);
        Assert.Equal([("a", 1f), ("b", 0.8f)], beside.Corrections.Zip(beside.Places!).Select(one => (one.First.Id, one.Second.Vector[0])));
        Assert.Null(empty.With(Approved("b", "Revert a commit"), place: null).Places);
    }

    [Fact]
    public void A_question_of_its_own_comes_before_a_further_wording_and_the_later_approved_before_the_earlier()
    {
        ApprovedCorrection[] same =
        [
            Approved("further", "Undo a commit") with
            {
                IsFurther = true,
                Version = 9,
            },
            Approved("early", "Undo a commit") with
            {
                Version = 1,
            },
            Approved("late", "Undo a commit") with
            {
                Version = 2,
            },
            Approved("also-late", "Undo a commit") with
            {
                Version = 2,
            },
        ];

        Assert.Equal("also-late", Assert.Single(new CorrectionIndex(same).Corrections).Id);
        Assert.Equal("further", Assert.Single(new CorrectionIndex(same[..1]).Corrections).Id);
    }

    private static PlacedQuestion Placed(float cosine) => new([cosine, MathF.Sqrt(1 - cosine * cosine)], [0.3, 0.2, 0.1, 0.1, 0.1]);

    private static ApprovedCorrection Approved(string id, string question) =>
        new(id, question, $"Answer {id}.", null, QuestionReading.Of(question));
}
