using ChatBot.Knowledge.Chunking;
using ChatBot.Language;

namespace ChatBot.Answering.Generation;

/// <summary>
/// Something of a passage that can be quoted as a whole: a sentence, a list with its introduction, a command with what it does.
/// </summary>
internal sealed class Candidate
{
    private const int PrefixLength = 5;

    /// <param name="number">1-based number of its passage.</param>
    /// <param name="position">Place in the passage.</param>
    /// <param name="text">With its [n] label where one belongs.</param>
    /// <param name="said">What it says, without the label.</param>
    public Candidate(int number, int position, int paragraph, SentenceKind kind, string text, string said)
    {
        (Number, Position, Paragraph, Kind, Text, Said) = (number, position, paragraph, kind, text, said);
        Words = Capping.Words.Count(text);
        Terms = Language.Terms.Of(said);
        Stems = [.. Terms.Select(term => term.Stem)];
        Prefixes = [.. Stems.Select(Prefix).OfType<string>()];
    }

    public int Number { get; }
    public int Position { get; }
    public int Paragraph { get; }
    public SentenceKind Kind { get; }
    public string Text { get; }
    public string Said { get; }
    public int Words { get; }
    public List<Term> Terms { get; }
    public HashSet<string> Stems { get; }

    /// <summary>Beginnings of longer stems: words of one family that the stemmer keeps apart, or that are misspelt.</summary>
    public HashSet<string> Prefixes { get; }

    /// <summary>How likely it holds the answer, relative to the others; 0 until it is scored.</summary>
    public double Score { get; set; }

    public static string? Prefix(string stem) => stem.Length >= PrefixLength ? stem[..PrefixLength] : null;

    /// <summary>Whether one says nearly the same as the other.</summary>
    public bool Resembles(Candidate other)
    {
        var shared = Stems.Count(other.Stems.Contains);
        return shared > 0.6 * (Stems.Count + other.Stems.Count - shared) || shared > 0.85 * Math.Min(Stems.Count, other.Stems.Count);
    }
}
