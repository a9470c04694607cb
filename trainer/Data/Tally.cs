namespace ChatBot.Trainer.Data;

/// <summary>Counts what was read, kept and left out, by name; the names stand in the manifest.</summary>
internal sealed class Tally
{
    private readonly SortedDictionary<string, int> _read = new(StringComparer.Ordinal),
        _leftOut = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, int> Read => _read;

    public IReadOnlyDictionary<string, int> LeftOut => _leftOut;

    public void Saw(string source) => _read[source] = _read.GetValueOrDefault(source) + 1;

    /// <param name="reason">One of <see cref="Reasons"/>.</param>
    public void Leave(string reason, int count = 1)
    {
        if (count > 0)
            _leftOut[reason] = _leftOut.GetValueOrDefault(reason) + count;
    }
}

/// <summary>Why something is not learnt from.</summary>
internal static class Reasons
{
    public const string Erased = "erased", // its person asked to be forgotten
        Flagged = "flagged", // its document changed since it was approved
        ManyQuestions = "several_questions", // one message listed them: there is no one prompt
        Conversation = "conversation", // only its conversation says what was meant
        Counted = "counted", // in a table: no model wrote it, and tomorrow it is another figure
        NoWords = "no_words",
        NoAnswer = "no_answer", // of two, the one that was picked said nothing
        SameQuestion = "same_question", // another row with that wording counts more
        NearQuestion = "near_question", // the same but for a word that changes nothing
        Contradicted = "contradicted", // a refusal of what is answered elsewhere
        Injection = "injection",
        ForeignLink = "foreign_link",
        NotInSources = "not_in_sources", // no passage carries the answer
        NoSources = "no_sources",
        Person = "person_share",
        Reviewer = "reviewer_share",
        Topic = "topic_share",
        Wordings = "wordings",
        Refusals = "refusal_share",
        Most = "most_examples";
}
