using ChatBot.Answering.Generation;

namespace ChatBot.Answering.Checking;

/// <summary>What is wrong with a statement.</summary>
/// <param name="Rule">A stable name: <c>figure</c>, <c>name</c>, <c>unsupported</c>, <c>leak</c> …</param>
/// <param name="Detail">
/// What a model is told when it writes again, such as the figure that no source has; empty where there is nothing to tell. It can hold what
/// documents and people say, so it is logged nowhere.
/// </param>
public sealed record StatementFault(string Rule, string Detail)
{
    /// <summary>It betrays a model that was led astray: nothing else that it says is taken.</summary>
    public bool IsGrave => Rule is "leak" or "injection" or "mention";

    /// <summary>Rule and detail in one.</summary>
    public override string ToString() => Detail.Length == 0 ? Rule : $"{Rule} ({Detail})";
}

/// <summary>A statement after its check.</summary>
/// <param name="Statement">Its sources are those that carry it, whatever the draft named.</param>
/// <param name="Fault">Null: it may be shown.</param>
public sealed record CheckedStatement(Statement Statement, StatementFault? Fault);
