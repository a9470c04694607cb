using ChatBot.Answering.Corrections;
using ChatBot.Answering.Guarding;
using ChatBot.Knowledge.Indexing;
using ChatBot.Knowledge.Records;
using ChatBot.Knowledge.Searching;

namespace ChatBot.Answering.Explaining;

/// <summary>What would become of a question as the first of a conversation, and what each stage says of it.</summary>
/// <param name="Answer">As the answerer gives it, quoted from the sources: no model was asked.</param>
/// <param name="Refused">Small talk, size, attacks; null where nothing of these speaks against answering.</param>
/// <param name="Correction">The approved correction that answers it; null for none.</param>
/// <param name="Rows">What is said of rows of imported tables; null where it is no question about them.</param>
/// <param name="AllRows">The same with every row in view, where that says something else; else null.</param>
/// <param name="Topic">Whether it keeps to the topic.</param>
/// <param name="Search">How the search came to its passages.</param>
/// <param name="Passages">What an answer may be written from, best first.</param>
/// <param name="Enough">Whether the best of them reaches <paramref name="Threshold"/>.</param>
/// <param name="Tables">What the asker sees of each table.</param>
/// <param name="KeptOut">Documents that are kept out of answers and whose titles share words with the question.</param>
public sealed record ExplainedAnswer(
    Answer Answer,
    GuardVerdict? Refused,
    CorrectionMatch? Correction,
    RowsVerdict? Rows,
    RowsVerdict? AllRows,
    GuardVerdict Topic,
    SearchReasons Search,
    IReadOnlyList<ExplainedPassage> Passages,
    bool Enough,
    double Threshold,
    IReadOnlyList<SeenTable> Tables,
    IReadOnlyList<ListedDocument> KeptOut
);

/// <param name="Rule">As the receipt has it, e.g. <c>records:count</c>.</param>
public sealed record RowsVerdict(Outcome Outcome, string Rule, string Text);

/// <summary>A passage that was found, and why it stands where it does.</summary>
/// <param name="Rank">From 1, as answers are written from them.</param>
/// <param name="Because">What the search saw in it.</param>
/// <param name="Chosen">The chance that it is the one that answers, if any does; null where sections were not chosen among.</param>
/// <param name="Nearest">Its sentence that is nearest to the question in meaning; null without vectors.</param>
/// <param name="IsAbove">Whether it reaches the threshold by itself.</param>
/// <param name="IsForModel">Whether a model would get it; quoting reads a few more.</param>
/// <param name="IsCited">Whether the answer cites it.</param>
public sealed record ExplainedPassage(
    int Rank,
    Passage Passage,
    FoundBecause? Because,
    double? Chosen,
    string? Nearest,
    bool IsAbove,
    bool IsForModel,
    bool IsCited
);
