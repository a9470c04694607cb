using System.Collections.Frozen;
using ChatBot.Answering;
using ChatBot.Knowledge.Indexing;
using ChatBot.Language;

namespace ChatBot.Interactions;

/// <summary>
/// Completes a follow-up from the question before it and its answer, by rule: "and how do I undo that?" is searched for with the subject
/// that was asked about, "and in MySQL?" is the same question of another thing, "the second one" is an item of the list that was shown.
/// </summary>
public static class FollowUps
{
    private static readonly WordList List = WordList.Load("pointers");

    private static readonly FrozenSet<string> Pointers = List["pronouns"].Words.Union(List["in questions"].Words).ToFrozenSet();
    private static readonly Phrases<bool> Openings = new(List["openings"].Words.Select(phrase => (phrase, true)));

    /// <summary>Pointers to what was spoken of, not to what was to be done with it.</summary>
    private static readonly WordList ToThing = List["things"];

    private static readonly WordList Auxiliaries = WordList.Load("roles")["breaks"];

    /// <summary>Openings that say what is asked.</summary>
    private static readonly WordList Asks = List["asking openings"];

    /// <summary>Content words that make a question stand on its own, pointers or not.</summary>
    private const int EnoughWords = 4;

    /// <summary>Words of a question that says what it asks of what.</summary>
    private const int WholeQuestion = 4;

    /// <summary>Content words of a longer one are a story or a paste: what its answer is about names its subject better.</summary>
    private const int LongQuestion = 9,
        LongJoined = 5;

    /// <summary>Whoever asks the same in other words so soon wants another answer than the one he has before him.</summary>
    private static readonly TimeSpan Soon = TimeSpan.FromMinutes(30);

    /// <summary>The question with what its conversation says it means; itself when it stands on its own.</summary>
    /// <param name="history">The last turns of its conversation, oldest first.</param>
    public static Question Complete(Question question, IReadOnlyList<Exchange> history, DateTimeOffset now)
    {
        var reading = QuestionReading.Of(question.Text);
        if (question.Quoted.Length > 0)
        {
            // what we said ourselves is spoken of together with what it answered
            var answered = history.ToList().FindLastIndex(exchange => QuotedMessage.IsOf(question.Quoted, exchange.Answer));
            if (answered < 0)
                return question with
                {
                    Standalone = QuotedMessage.Read(reading, question.Quoted) ?? Resolve(reading, Told(question.Quoted)).Standalone,
                };
            history = [.. history.Take(answered + 1)];
        }
        var earlier = history.LastOrDefault(exchange => exchange.CanBeMeant && Terms.Content(exchange.Asked).Count > 0);
        if (earlier is null)
            return question with { Standalone = reading };
        var (follows, standalone) = Resolve(reading, earlier);
        var goesOn = follows != FollowUp.None || now - earlier.Created < Soon && reading.Key != QuestionReading.Of(earlier.Question).Key;
        return question with
        {
            FollowUp = follows,
            Standalone = standalone,
            Earlier = earlier.Asked,
            Page = earlier is { Page.Length: > 0, Cited: [var cited, ..] } ? new PageOf(cited, earlier.Page) : null,
            Before = goesOn && earlier.Outcome is Outcome.Answered or Outcome.Corrected ? Before(earlier, history) : null,
        };
    }

    /// <summary>What the person put before us as if it had been asked before.</summary>
    private static Exchange Told(string quoted) => new(quoted, "", Outcome.NoAnswer);

    private static (FollowUp Follows, QuestionReading Standalone) Resolve(QuestionReading question, Exchange earlier)
    {
        var words = new Wording(question.Text);
        if (PointingBack.KindOf(words.Words) is { } kind)
            return (kind, QuestionReading.Of(earlier.Asked));
        var asked = new Wording(earlier.Asked);
        if (ShownList.In(words.Words) is { } reference && ShownList.Item(earlier.Answer, reference.Place) is { } item)
            return (FollowUp.Item, QuestionReading.Of(AboutItem(words, reference, item, asked)));
        var own = new Wording(words.From(OpeningOf(words.Words)));
        if (
            !LeansOnContext(question, QuestionReading.Of(own.From(0)))
            || PointingBack.SaysNothing(words.Words) && question.Asked == Asked.None
        )
            return (FollowUp.None, question);
        return
            QuestionReading.Of(own.From(0)) is { Wanted: Asked.None, Asked: Asked.None }
            && !own.Words.Any(Pointers.Contains)
            && Exchanged.For(own.From(0), earlier.Asked) is { } exchanged
            ? (FollowUp.Exchanges, QuestionReading.Of(exchanged))
            : (FollowUp.Refers, QuestionReading.Of(Joined(words, own, earlier)));
    }

    /// <summary>What the item says, with what is asked of it, or else with what the list was of.</summary>
    private static string AboutItem(Wording words, ShownList.Reference reference, string item, Wording asked)
    {
        var rest = Enumerable.Range(0, words.Words.Count).Where(i => i < reference.From || i >= reference.From + reference.Length);
        return rest.Any(i => words.IsContent(i) && !FunctionWords.IsRequest(words.Words[i]))
            ? words.With(reference.From, reference.Length, item)
            : $"{asked.Subject()}: {item}";
    }

    /// <summary>Its own words with what they point to.</summary>
    private static string Joined(Wording words, Wording own, Exchange earlier)
    {
        if (own.Words.Count == 0)
            return $"{words.From(0)} {SubjectOf(earlier)}?";
        var pointer = Enumerable.Range(0, own.Words.Count).FirstOrDefault(i => Pointers.Contains(own.Words[i]), -1);
        if (pointer < 0)
            return $"{own.From(0)} {SubjectOf(earlier)}?";
        if (ToThing.Contains(own.Words[pointer]))
            return own.With(pointer, 1, ObjectOf(earlier));
        // "what does this error mean" says what it is itself, "how long does that take" does not
        var said = pointer + 1 < own.Words.Count && own.IsContent(pointer + 1);
        return said && !(pointer + 2 == own.Words.Count && pointer > 0 && Auxiliaries.Contains(own.Words[pointer - 1]))
            ? $"{own.From(0)}: {SubjectOf(earlier)}"
            : own.With(pointer, 1, SubjectOf(earlier));
    }

    /// <summary>Words before what is asked: "and", "and what about".</summary>
    private static int OpeningOf(IReadOnlyList<string> words)
    {
        var opening = 0;
        while (
            opening < words.Count
            && Openings.TryLongest(words, opening, out var length, out _)
            && !Asks.Contains(string.Join('_', words.Skip(opening).Take(length)))
        )
            opening += length;
        return opening;
    }

    private static string SubjectOf(Exchange earlier) =>
        new Wording(Naming(earlier)).Subject() is { Length: > 0 } subject ? subject : Naming(earlier);

    private static string ObjectOf(Exchange earlier) =>
        new Wording(Naming(earlier)).Object() is { Length: > 0 } named ? named : SubjectOf(earlier);

    /// <summary>What names the subject: the question before; where that is long or pieced together, the page that answered it.</summary>
    private static string Naming(Exchange earlier) =>
        earlier.Page.Length > 0 && Terms.Content(earlier.Asked).Count >= (earlier.Standalone is null ? LongQuestion : LongJoined)
            ? earlier.Page
            : earlier.Asked;

    private static EarlierAnswer Before(Exchange earlier, IReadOnlyList<Exchange> history)
    {
        var shown = history
            .Reverse()
            .SkipWhile(exchange => exchange != earlier)
            .TakeWhile(exchange => exchange == earlier || exchange.Asked == earlier.Asked)
            .SelectMany(exchange => exchange.Cited);
        return new EarlierAnswer(earlier.Answer, shown.ToHashSet());
    }

    /// <summary>"What is the weather?" changes the subject, "for Windows?" and "how long?" do not.</summary>
    private static bool AsksInFull(QuestionReading question) =>
        question.Subject.Count > 0 || question.Asked != Asked.None && question.Terms.Count >= WholeQuestion;

    /// <param name="own">Without its opening.</param>
    private static bool LeansOnContext(QuestionReading question, QuestionReading own)
    {
        var words = question.Terms.Select(term => term.Word).ToList();
        var content = question.Terms.Count(term => term.Weight > 0 && !FunctionWords.IsRequest(term.Word));
        var opened = words.Count > 0 && Openings.At(words, 0).Any();
        if (content == 0)
            return opened || question.Asked != Asked.None || words.Exists(Pointers.Contains);
        if (content >= EnoughWords)
            return false;
        if (words.Exists(Pointers.Contains))
            return true;
        // "and what is a tag?", "and how do I delete a tag?" ask of something else
        return !AsksInFull(own) && (opened || content == 1) || opened && content == 1 && own.Subject.Count == 0;
    }
}
