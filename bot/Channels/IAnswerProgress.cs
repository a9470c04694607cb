namespace ChatBot.Bot.Channels;

/// <summary>How far an answer has come.</summary>
/// <param name="Stage">The stage that runs, named as in the receipt; empty before the first.</param>
/// <param name="Text">The checked sentences so far as Markdown, the beginning of the answer; empty as long as there are none.</param>
public sealed record Progress(string Stage, string Text)
{
    /// <summary>The stage in words that follow "The bot is …".</summary>
    public string Doing =>
        Stage switch
        {
            "" or "guarding" or "corrections" or "inventory" or "records" or "retrieval" => "looking through the documents",
            "prompting" or "generation" => "writing",
            _ => "checking",
        };
}

/// <summary>
/// Shows one person how their answer comes about. Best effort: what it throws is logged, and the turn neither waits nor fails.
/// </summary>
public interface IAnswerProgress
{
    /// <summary>Least time from the end of one <see cref="ShowAsync"/> to the next.</summary>
    TimeSpan Pause { get; }

    /// <summary>Shows the latest; what came between is never shown.</summary>
    /// <returns>
    /// Where a message now stands on the platform that the reply has to take the place of, or something about it has changed: what the
    /// channel needs to know of it (<see cref="OutboundReply.Begun"/>). Else null.
    /// </returns>
    Task<string?> ShowAsync(Progress progress, CancellationToken cancel);

    /// <summary>The answer is stored, or there is none: what would outlast the reply is taken back.</summary>
    Task EndAsync(CancellationToken cancel);
}
