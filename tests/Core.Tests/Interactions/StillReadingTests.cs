using ChatBot.Answering;
using ChatBot.Interactions;
using Microsoft.Extensions.Options;

namespace ChatBot.Core.Tests.Interactions;

public sealed class StillReadingTests
{
    [Fact]
    public void No_answer_while_documents_come_in_says_how_far_they_are_within_the_word_cap()
    {
        const string note = "I am still reading the documents (3 of 40 files), so please ask again in a moment.";
        var none = Answer(Outcome.NoAnswer, "I have found nothing about that.");

        Assert.Equal(($"{note} {none.Text}", 23), Said(Reading((3, 40), maxWords: 23).Say(none)));
        Assert.Equal((note, 17), Said(Reading((3, 40), maxWords: 22).Say(none)));
    }

    [Fact]
    public void An_answer_and_what_is_said_once_all_is_read_stay_as_they_are()
    {
        var (answer, none) = (Answer(Outcome.Answered, "Reset it."), Answer(Outcome.NoAnswer, "I have found nothing about that."));

        Assert.Same(answer, Reading((3, 40), maxWords: 23).Say(answer));
        Assert.Same(none, Reading(null, maxWords: 23).Say(none));
        Assert.Same(none, new StillReading(Options.Create(new AnswerOptions())).Say(none));
    }

    private static StillReading Reading((int, int)? progress, int maxWords) =>
        new(Options.Create(new AnswerOptions { MaxWords = maxWords }), new Progress(progress));

    private static (string, int) Said(Answer answer) => (answer.Text, answer.Words);

    private static Answer Answer(Outcome outcome, string text) =>
        new(
            "i",
            text,
            outcome,
            6,
            0,
            [],
            new Receipt
            {
                Outcome = outcome,
                Stage = "retrieval",
                Rule = "threshold",
            }
        );

    private sealed record Progress((int Files, int Total)? Reading) : IReadingProgress;
}
