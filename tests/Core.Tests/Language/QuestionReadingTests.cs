using ChatBot.Language;

namespace ChatBot.Core.Tests.Language;

/// <summary>Questions with their reading as a person would write it down.</summary>
public sealed class QuestionReadingTests
{
    [Theory]
    [InlineData("When is the sales mart ready?", Asked.Date, Asked.Date)]
    [InlineData("In what year was the archive moved?", Asked.Date | Asked.Thing, Asked.Date)]
    [InlineData("What time does the nightly job start?", Asked.Date | Asked.Thing, Asked.Date)]
    [InlineData("Where do I find the logs?", Asked.Place, Asked.Place)]
    [InlineData("Which folder holds the raw files?", Asked.Place | Asked.Thing, Asked.Place)]
    [InlineData("Who owns the orders table?", Asked.Person, Asked.Person)]
    [InlineData("which team looks after billing", Asked.Person | Asked.Thing, Asked.Person)]
    [InlineData("How many rows may a batch have?", Asked.Amount, Asked.Figure)]
    [InlineData("How many days do we keep logs?", Asked.Amount | Asked.Duration, Asked.Figure)]
    [InlineData("How long do we keep raw files?", Asked.Duration, Asked.Figure)]
    [InlineData("how often does the check run", Asked.Frequency, Asked.Figure)]
    [InlineData("What percentage of loads fail?", Asked.Amount | Asked.Thing, Asked.Figure)]
    [InlineData("Why did the load fail?", Asked.Reason, Asked.Reason)]
    [InlineData("How do I undo a commit?", Asked.Steps, Asked.Steps)]
    [InlineData("Undo the last commit", Asked.None, Asked.Steps)]
    [InlineData("What is a tombstone?", Asked.Thing, Asked.Definition)]
    [InlineData("What's an upsert in SQL?", Asked.Thing, Asked.Definition)]
    [InlineData("What does idempotent mean?", Asked.Thing | Asked.Definition, Asked.None)]
    [InlineData("Is the load finished?", Asked.YesOrNo, Asked.None)]
    [InlineData("Which table holds the orders?", Asked.Thing, Asked.None)]
    [InlineData("the reason for a retry", Asked.Reason, Asked.None)]
    [InlineData("", Asked.None, Asked.None)]
    public void What_a_question_asks_for_is_read_once(string text, Asked asked, Asked wanted)
    {
        var question = QuestionReading.Of(text);
        Assert.Equal((asked, wanted), (question.Asked, question.Wanted));
    }

    [Theory]
    [InlineData("When was it written?", true)]
    [InlineData("How far back do logs go?", true)]
    [InlineData("How do I write a log?", false)]
    [InlineData("Who wrote it?", false)]
    public void A_date_and_any_number_are_figures(string text, bool figure) => Assert.Equal(figure, QuestionReading.Of(text).AsksForFigure);

    [Theory]
    [InlineData("Why does the job not start?", true)]
    [InlineData("Why doesn't the job start?", true)]
    [InlineData("why doesnt the job start", true)]
    [InlineData("Which rows can't be loaded?", true)]
    [InlineData("Why is nobody told?", true)]
    [InlineData("Which notebook starts the job?", false)]
    public void A_negation_is_seen_however_it_is_written(string text, bool negated) =>
        Assert.Equal(negated, QuestionReading.Of(text).Negated);

    [Theory]
    [InlineData("What changed in v2.1 on March 3rd?", "2.1 date:mar 3")]
    [InlineData("May I run the job in May?", "date:may")]
    [InlineData("What may march on?", "")]
    [InlineData("Are two or three retries made on Mondays?", "2 3 date:mon")]
    [InlineData("What fails after twelve hours or 300 rows?", "12 300")]
    [InlineData("Is Jan the same as January?", "date:jan")]
    public void Numbers_and_dates_are_read_whatever_their_spelling(string text, string expected) =>
        Assert.Equal(expected.Split(' ', StringSplitOptions.RemoveEmptyEntries), QuestionReading.Of(text).Numbers);

    [Theory]
    [InlineData("Who owns load.sql?", "load.sql")]
    [InlineData("How do I copy A to B?", "name:a name:b")]
    [InlineData("Who deploys in staging?", "env:staging")]
    [InlineData("Who deploys to prod?", "")]
    [InlineData("What is in user_events/2024?", "")] // a code with digits is a number
    [InlineData("Who reads user_events?", "user_events")]
    public void Names_are_taken_letter_by_letter(string text, string expected) =>
        Assert.Equal(
            expected.Split(' ', StringSplitOptions.RemoveEmptyEntries),
            QuestionReading.Of(text).Words.Where(word => word.Kind == WordKind.Name).Select(word => word.Stem)
        );

    [Theory]
    [InlineData("How do I convert a file from CSV to Parquet?", "csv:from parquet:to")]
    [InlineData("Which rows load without keys?", "keys:without")]
    [InlineData("Why is it not in the table?", "table:not-in")]
    [InlineData("Which job is in error and does restart?", "error:in restart:")]
    public void A_preposition_gives_its_role_to_what_follows(string text, string expected)
    {
        var roles = QuestionReading.Of(text).Content.ToDictionary(word => word.Word, word => word.Role);
        Assert.All(expected.Split(' ').Select(pair => pair.Split(':')), pair => Assert.Equal(pair[1], roles[pair[0]]));
    }

    [Theory]
    [InlineData("How do I turn the nightly check off?", "turn_off:Action nightly:Content check:Action")]
    [InlineData("Could you tell me who may re-run a job", "rerun:Action job:Content")]
    [InlineData("How do I delete an end-to-end test?", "delete:Action end:Content test:Action")]
    public void Meaning_words_are_told_from_the_frame(string text, string expected)
    {
        var words = QuestionReading.Of(text).Content.Select(word => $"{word.Word}:{word.Kind}").ToList();
        Assert.Equal(expected, string.Join(' ', words));
    }

    [Theory]
    [InlineData("Where is my invoice?", true, false)]
    [InlineData("Who made you?", false, false)]
    [InlineData("What is your name?", false, true)]
    [InlineData("Do you speak German?", false, true)]
    [InlineData("Do you know who owns the table?", false, false)]
    [InlineData("How do you delete a branch?", false, false)]
    public void Whose_matter_it_is_is_read(string text, bool mine, bool yours)
    {
        var question = QuestionReading.Of(text);
        Assert.Equal((mine, yours), (question.AboutMe, question.AboutYou));
    }

    [Theory]
    [InlineData("Why did the load fail?", Tense.Past)]
    [InlineData("When will the load start?", Tense.Future)]
    [InlineData("When does the load start?", Tense.None)]
    public void Tense_is_read(string text, Tense tense) => Assert.Equal(tense, QuestionReading.Of(text).Tense);

    [Fact]
    public void A_search_looks_for_what_is_no_stop_word_and_for_all_where_nothing_else_is_there()
    {
        Assert.Equal(["nightli", "load"], QuestionReading.Of("When is the nightly load a load?").SearchTerms.Select(term => term.Term));
        Assert.Equal(["who", "is", "it"], QuestionReading.Of("Who is it?").SearchTerms.Select(term => term.Term));
    }

    [Fact]
    public void What_a_sentence_is_measured_by_leaves_out_the_words_that_ask()
    {
        var wanted = QuestionReading.Of("How many rows does a batch have?").WantedWords;
        Assert.Equal(["row", "batch"], wanted.Weights.Keys);
        Assert.Equal([("row", "batch")], wanted.Pairs);
    }

    [Theory]
    [InlineData("What is a dead letter queue?", "")]
    [InlineData("What is a dead letter?", "dead letter")]
    [InlineData("What are tombstones in Kafka?", "tombston")]
    [InlineData("Who is a reviewer?", "")]
    public void A_question_for_a_definition_says_of_what(string text, string subject) =>
        Assert.Equal(subject, string.Join(' ', QuestionReading.Of(text).Subject));

    [Theory]
    [InlineData("如何撤销最后一次提交")]
    [InlineData("\ud800")]
    [InlineData("' -- _ . / :")]
    [InlineData("n't")]
    public void Anything_can_be_read(string text)
    {
        var question = QuestionReading.Of(text);
        Assert.All(question.Words, word => Assert.InRange(word.Weight, 0, 1));
        Assert.NotNull(question.SearchTerms);
        Assert.NotNull(question.WantedWords.Weights);
    }
}
