namespace ChatBot.Knowledge.Searching;

/// <summary>How a search came to what it found: for people who ask why, never for an answer.</summary>
/// <param name="RankedBy"><c>meaning</c>, <c>spelling</c> (vectors that know spellings only) or <c>words</c> (no vectors).</param>
/// <param name="Words">The question's words that were looked for, in its order; none where nothing is indexed.</param>
/// <param name="Passages">By id of its chunk: every candidate that came into question.</param>
public sealed record SearchReasons(string RankedBy, IReadOnlyList<SoughtWord> Words, IReadOnlyDictionary<string, FoundBecause> Passages);

/// <summary>A word of the question as the index knows it.</summary>
/// <param name="Word">As it was asked, folded.</param>
/// <param name="Spelled">The spelling that was looked for in its place, as a stem; null where it was looked for as it stands.</param>
/// <param name="Passages">How many passages of the workspace hold it; 0: none does.</param>
/// <param name="Share">Its share of the question's weight: the rarer, the more. Of a name beside its parts 0.</param>
public sealed record SoughtWord(string Word, string? Spelled, long Passages, double Share);

/// <summary>Why a passage stands where it does.</summary>
/// <param name="Rank">Among all candidates, from 1.</param>
/// <param name="Score">What they are ordered by.</param>
/// <param name="Similarity">The chance that it answers, as the search alone sees it.</param>
/// <param name="Held">Words of the question that it holds, in the question's order.</param>
/// <param name="Lacking">Those that it does not hold.</param>
/// <param name="Cosine">How near in meaning: the whole passage, its nearest sentence, its headings; 0 without vectors.</param>
/// <param name="Evidence">What the ranking weighed, the heaviest first.</param>
public sealed record FoundBecause(
    int Rank,
    double Score,
    double Similarity,
    IReadOnlyList<HeldWord> Held,
    IReadOnlyList<string> Lacking,
    double Cosine,
    double SentenceCosine,
    double TitleCosine,
    IReadOnlyList<WeighedEvidence> Evidence
);

/// <param name="Times">In the text; and whether the headings, or names in the text, hold it.</param>
public sealed record HeldWord(string Word, int Times, bool InTitle, bool InNames);

/// <param name="Name">As the weights call it.</param>
/// <param name="ToOrder">What it adds to the score.</param>
/// <param name="ToSimilarity">What it adds to the log-odds of the similarity.</param>
public sealed record WeighedEvidence(string Name, double Value, double ToOrder, double ToSimilarity);
