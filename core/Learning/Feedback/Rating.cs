namespace ChatBot.Learning.Feedback;

public enum Thumbs
{
    Up,
    Down,
}

/// <summary>One person's rating of one answer. Fields left null keep what this person said before.</summary>
public sealed record Rating(string Workspace, string InteractionId, string User)
{
    /// <summary>Where it was given: the door that its person came through, as figures tell them apart.</summary>
    public string Channel { get; init; } = "";

    public Thumbs? Thumbs { get; init; }

    /// <summary>Stars, 1 to 5, as the three below.</summary>
    public int? Overall { get; init; }
    public int? Accuracy { get; init; }
    public int? Helpfulness { get; init; }
    public int? Clarity { get; init; }

    /// <summary>Free text; redacted before it is stored.</summary>
    public string? Comment { get; init; }
    public string? Suggestion { get; init; }

    /// <summary>A thumbs-down, or at most two stars.</summary>
    public bool IsBad => Thumbs == Feedback.Thumbs.Down || Overall <= 2;

    /// <summary><see cref="IsBad"/> of a stored row.</summary>
    internal const string IsBadSql = "(thumbs = 'down' or overall <= 2)";

    /// <summary>What stands once this is stored over an earlier rating: the last write wins field by field.</summary>
    internal Rating Over(Rating earlier) =>
        this with
        {
            Thumbs = Thumbs ?? earlier.Thumbs,
            Overall = Overall ?? earlier.Overall,
            Accuracy = Accuracy ?? earlier.Accuracy,
            Helpfulness = Helpfulness ?? earlier.Helpfulness,
            Clarity = Clarity ?? earlier.Clarity,
            Comment = Comment ?? earlier.Comment,
            Suggestion = Suggestion ?? earlier.Suggestion,
        };
}

/// <summary>What became of a rating.</summary>
public abstract record RatingResult
{
    /// <param name="OfferCorrection">True after a thumbs-down or at most two stars: ask at once for the right answer.</param>
    public sealed record Stored(Rating Rating, bool OfferCorrection) : RatingResult;

    /// <param name="Code">Stable: rating_out_of_range, rating_empty, text_too_long, too_many_requests.</param>
    /// <param name="After">When the same would be taken; null where it never is.</param>
    public sealed record Invalid(string Code, string Message, TimeSpan? After = null) : RatingResult;

    /// <summary>No such interaction in this workspace.</summary>
    public sealed record UnknownInteraction : RatingResult;
}
