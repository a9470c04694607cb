using ChatBot.Knowledge.Chunking;
using ChatBot.Language;

namespace ChatBot.Answering.Generation;

/// <summary>
/// Something of a passage that can be quoted as a whole: a sentence, a list with its introduction, a command with what it does.
/// </summary>
/// <param name="number">1-based number of its passage.</param>
/// <param name="position">Place in the passage.</param>
/// <param name="text">With its [n] label where one belongs.</param>
/// <param name="said">What it says, without the label.</param>
internal sealed class Candidate(int number, int position, int paragraph, SentenceKind kind, string text, string said)
{
    public int Number => number;
    public int Position => position;
    public int Paragraph => paragraph;
    public SentenceKind Kind => kind;
    public string Text => text;
    public string Said => said;
    public int Words { get; } = Capping.Words.Count(text);
    public List<Term> Terms { get; } = Language.Terms.Of(said);

    /// <summary>How likely it holds the answer, relative to the others; 0 until it is scored.</summary>
    public double Score { get; set; }

    private HashSet<string> Stems => field ??= [.. Terms.Select(term => term.Stem)];

    /// <summary>Whether one says nearly the same as the other.</summary>
    public bool Resembles(Candidate other)
    {
        var shared = Stems.Count(other.Stems.Contains);
        return shared > 0.6 * (Stems.Count + other.Stems.Count - shared) || shared > 0.85 * Math.Min(Stems.Count, other.Stems.Count);
    }
}
