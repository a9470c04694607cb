namespace ChatBot.Answering;

/// <summary>How a question follows from the one before it.</summary>
public enum FollowUp
{
    /// <summary>It stands on its own.</summary>
    None,

    /// <summary>It points back, and says something of its own.</summary>
    Refers,

    /// <summary>It is the same question of another thing.</summary>
    Exchanges,

    /// <summary>It wants to know more of one thing in the answer.</summary>
    Item,

    /// <summary>It wants another answer to the same question.</summary>
    Else,

    /// <summary>It wants an example.</summary>
    Example,

    /// <summary>It wants the same in a sentence.</summary>
    Brief,
}

/// <summary>The answer before a question in its conversation.</summary>
/// <param name="Text">As it was shown, with labels.</param>
/// <param name="Shown">Ids of the chunks that it cited, and that those before it cited which answered the same.</param>
public sealed record EarlierAnswer(string Text, IReadOnlySet<string> Shown)
{
    private readonly HashSet<string> _lines = [.. Lines(Text)];

    /// <summary>Whether a text says nothing that this one does not say.</summary>
    public bool Says(string text) => Lines(text).All(_lines.Contains);

    private static IEnumerable<string> Lines(string text) =>
        text.Split('\n').Select(Labels.Without).Where(line => line.AsSpan().Trim().Length > 0);
}
