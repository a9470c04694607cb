using ChatBot.Knowledge.Indexing;
using ChatBot.Language;
using ChatBot.Storage;

namespace ChatBot.Answering;

/// <summary>One question of one person, as the channel read it: mentions and markup stripped, not yet redacted.</summary>
/// <param name="Text">What the person wrote.</param>
public sealed record Question(string Text)
{
    public string Workspace { get; init; } = Workspaces.Default;

    /// <summary>What was quoted, forwarded or shared with it, which it speaks of; empty where nothing was.</summary>
    public string Quoted { get; init; } = "";

    /// <summary>Where it was asked: <c>api</c>, <c>web</c>, <c>cli</c> or a platform's name.</summary>
    public string Channel { get; init; } = "api";

    /// <summary>Questions of one conversation (a thread, a chat) share their context and are answered in order.</summary>
    public string Conversation { get; init; } = "";

    /// <summary>Pseudonym of the person (see Privacy); never a platform's user id.</summary>
    public string User { get; init; } = "";

    /// <summary>The question as it can be searched for, where its conversation completes it; null where it stands on its own.</summary>
    public QuestionReading? Standalone { get; init; }

    /// <summary>The question before it in its conversation, on its own; null where there was none.</summary>
    public string? Earlier { get; init; }

    /// <summary>The page that the answer before it was from; null for none.</summary>
    public PageOf? Page { get; init; }

    /// <summary>How it follows from the question before it.</summary>
    public FollowUp FollowUp { get; init; }

    /// <summary>The answer before it, which is not to be given once more; null where nothing speaks against that.</summary>
    public EarlierAnswer? Before { get; init; }

    /// <summary>
    /// The adapter to answer with, whatever the conversation's own is: its id, or <c>base</c> for the model as it is configured; null: the
    /// conversation's own.
    /// </summary>
    public string? Adapter { get; init; }

    /// <summary>What would be said if no correction had been approved: asked of a model that may have learnt them.</summary>
    public bool WithoutCorrections { get; init; }

    /// <summary>Quotes the sources and asks no model, which may cost money: asked by who looks at how answers come about.</summary>
    internal bool WithoutModel { get; init; }

    /// <summary>Whether what was shown before is left out from the first.</summary>
    internal bool WantsOther => FollowUp is FollowUp.Item or FollowUp.Else or FollowUp.Example;

    /// <summary>Whether it names no subject that could be judged: all of it points back.</summary>
    internal bool OnlyPointsBack => FollowUp is FollowUp.Else or FollowUp.Example or FollowUp.Brief;
}
