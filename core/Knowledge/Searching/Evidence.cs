namespace ChatBot.Knowledge.Searching;

/// <summary>What speaks for a candidate; each part is comparable across questions and, roughly, across indexes.</summary>
/// <param name="Bm25">BM25F over title, body and names, divided by the question's total weight.</param>
/// <param name="Coverage">Share of the question's weight that the chunk holds.</param>
/// <param name="Window">Largest share of the question's weight within a sentence, the one before it counting half.</param>
/// <param name="Sentence">Largest share of the question's weight within one sentence.</param>
/// <param name="Pairs">Share of the question's neighbouring term pairs that stand close together in the body.</param>
/// <param name="Title">Share of the question's weight in the title.</param>
/// <param name="Names">Share of the question's weight in file and symbol names.</param>
/// <param name="Figure">1 where the question asks for a figure and the best sentence holds one, else 0.</param>
/// <param name="Cosine">Similarity of the vectors of question and passage.</param>
/// <param name="SentenceCosine">Similarity of the vectors of the question and of the passage's nearest sentence.</param>
/// <param name="TitleCosine">Similarity of the vectors of the question and of the headings.</param>
/// <param name="Missing">Share of the question's weight of the heaviest term that it lacks.</param>
/// <param name="Unknown">Share of the question's weight of terms that no chunk holds, the same for all of its candidates.</param>
/// <param name="Terms">
/// ln(1 + the question's terms), the same for all of its candidates: of many words no passage holds as large a share as of two.
/// </param>
internal readonly record struct Evidence(
    double Bm25,
    double Coverage,
    double Window,
    double Sentence,
    double Pairs,
    double Title,
    double Names,
    double Figure,
    double Cosine,
    double SentenceCosine,
    double TitleCosine,
    double Missing,
    double Unknown,
    double Terms
)
{
    /// <summary>What the learned weights call them, in the order of <see cref="ToArray"/>.</summary>
    public static readonly string[] Features =
    [
        "bm25",
        "coverage",
        "window",
        "sentence",
        "pairs",
        "title",
        "names",
        "figure",
        "cosine",
        "sentenceCosine",
        "titleCosine",
        "missing",
        "unknown",
        "terms",
    ];

    public double[] ToArray() =>
        [Bm25, Coverage, Window, Sentence, Pairs, Title, Names, Figure, Cosine, SentenceCosine, TitleCosine, Missing, Unknown, Terms];
}
