namespace ChatBot.Trainer.Data;

/// <summary>What people said of an answer. Where two speak of one question, the earlier kind counts.</summary>
public enum FeedbackKind
{
    /// <summary>A reviewer approved another answer than the one that was given.</summary>
    Correction,

    /// <summary>A reviewer picked the answer of two, not knowing whose they were.</summary>
    Picked,

    /// <summary>People rated the answer well.</summary>
    Rated,

    /// <summary>The question was refused, or found no answer, and nobody says that this was wrong.</summary>
    Refusal,
}

/// <summary>One thing to learn from, as it stands in the database; texts are redacted.</summary>
/// <param name="Id">Of the correction or the interaction.</param>
/// <param name="Question">On its own, without the conversation around it.</param>
/// <param name="Answer">What is to be said, Markdown; its labels [n] are numbers of <see cref="Sources"/>. Empty for a refusal.</param>
/// <param name="AtMs">When the question was asked, ms since 1970 UTC.</param>
public sealed record Feedback(string Id, FeedbackKind Kind, string Question, string Answer, long AtMs)
{
    /// <summary>The answer that people did not want, likewise; null for none, empty where it was a refusal.</summary>
    public string? Rejected { get; init; }

    /// <summary>Pseudonym of who proposed or rated; empty for a refusal.</summary>
    public string Person { get; init; } = "";

    /// <summary>Who approved; empty where nobody had to.</summary>
    public string Reviewer { get; init; } = "";

    /// <summary>Category of the best source.</summary>
    public string Topic { get; init; } = "";

    /// <summary>The prompt version that the answer came from; empty where no prompt was chosen.</summary>
    public string PromptVersion { get; init; } = "";

    /// <summary>Ids of the chunks that were retrieved, best first; empty where none were.</summary>
    public IReadOnlyList<string> Chunks { get; init; } = [];

    /// <summary>What the labels of <see cref="Answer"/> and <see cref="Rejected"/> name.</summary>
    public IReadOnlyList<NamedSource> Sources { get; init; } = [];
}

/// <summary>The passage that a label of an answer names.</summary>
/// <param name="Number">The n of [n].</param>
/// <param name="Ordinal">Which passage of the document, from 0.</param>
public sealed record NamedSource(int Number, string DocumentId, int Ordinal)
{
    internal static IReadOnlyList<NamedSource> Of(IReadOnlyList<Answering.Source> sources) =>
        [.. sources.Select(source => new NamedSource(source.Number, source.DocumentId, source.Ordinal))];
}
