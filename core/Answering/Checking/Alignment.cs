namespace ChatBot.Answering.Checking;

/// <summary>A word of the statement and the word of a source that it stands for.</summary>
/// <param name="Sentence">Among <see cref="Alignment.Support"/>; −1 where nothing is near enough.</param>
/// <param name="Position">Of the token in that sentence.</param>
/// <param name="Likeness">1 for the same word, less for a word of the same meaning.</param>
internal readonly record struct Aligned(int Sentence, int Position, double Likeness);

/// <summary>
/// The few sentences of the sources that hold most of a statement, and which word of them each of its words stands for.
/// </summary>
internal sealed class Alignment
{
    private const int MostSentences = 4;

    /// <summary>Share of the statement's weight that another sentence has to add.</summary>
    private const double LeastGain = 0.06;

    /// <summary>From this likeness on a word stands for another.</summary>
    public const double Near = 0.3;

    private readonly List<(SourceSentence Sentence, double[][] Likeness)> _support = [];

    public Alignment(IReadOnlyList<TextToken> statement, IReadOnlyList<SourceText> sources)
    {
        Statement = statement;
        var best = new double[statement.Count];
        Elsewhere = new double[statement.Count];
        var all = new List<(SourceSentence Sentence, double[][] Likeness, double[] Row)>();
        foreach (var source in sources)
        {
            var words = Likenesses(statement, source.Vocabulary);
            foreach (var sentence in source.Sentences.Prepend(source.Headings))
                if (sentence.Tokens.Count > 0)
                    all.Add((sentence, words, Row(words, sentence)));
        }
        foreach (var (_, _, row) in all)
            for (var i = 0; i < best.Length; i++)
                Elsewhere[i] = Math.Max(Elsewhere[i], row[i]);
        Total = statement.Sum(token => token.Weight);
        var chosen = new List<int>();
        while (chosen.Count < MostSentences)
        {
            var (gain, at) = (0.0, -1);
            for (var s = 0; s < all.Count; s++)
            {
                var added = 0.0;
                for (var i = 0; i < best.Length; i++)
                    added += statement[i].Weight * Math.Max(0, all[s].Row[i] - best[i]);
                // A long sentence holds more by chance.
                added -= 0.002 * all[s].Sentence.Tokens.Count;
                if (added > gain && !chosen.Contains(s))
                    (gain, at) = (added, s);
            }
            if (at < 0 || chosen.Count > 0 && gain < LeastGain * Total)
                break;
            chosen.Add(at);
            for (var i = 0; i < best.Length; i++)
                best[i] = Math.Max(best[i], all[at].Row[i]);
        }
        _support = chosen.ConvertAll(at => (all[at].Sentence, all[at].Likeness));
        Support = _support.ConvertAll(one => one.Sentence);
        Words = Place();
    }

    public IReadOnlyList<TextToken> Statement { get; }

    /// <summary>Best first.</summary>
    public IReadOnlyList<SourceSentence> Support { get; }

    /// <summary>Of each token of the statement.</summary>
    public Aligned[] Words { get; }

    /// <summary>The best likeness of each token anywhere in the sources.</summary>
    public double[] Elsewhere { get; }

    /// <summary>Of the statement's words.</summary>
    public double Total { get; }

    /// <summary>Of each word of the statement, that means something, with each word of a source.</summary>
    private static double[][] Likenesses(IReadOnlyList<TextToken> statement, IReadOnlyList<TextToken> vocabulary) =>
        [.. statement.Select(said => said.IsContent ? vocabulary.Select(word => WordLikeness.Of(said, word)).ToArray() : [])];

    private static double[] Row(double[][] likeness, SourceSentence sentence)
    {
        var row = new double[likeness.Length];
        for (var i = 0; i < row.Length; i++)
            if (likeness[i].Length > 0)
                foreach (var id in sentence.Ids)
                    row[i] = Math.Max(row[i], likeness[i][id]);
        return row;
    }

    /// <summary>Of words that stand there more than once the one nearest to what the word before stands for.</summary>
    private Aligned[] Place()
    {
        var placed = new Aligned[Statement.Count];
        var (sentence, position) = (0, -1);
        for (var i = 0; i < placed.Length; i++)
        {
            placed[i] = new Aligned(-1, -1, 0);
            var token = Statement[i];
            var best = double.MinValue;
            for (var s = 0; s < Support.Count; s++)
            {
                var (source, likeness) = _support[s];
                for (var j = 0; j < source.Tokens.Count; j++)
                {
                    var like =
                        token.IsContent ? likeness[i][source.Ids[j]]
                        : source.Tokens[j].Word == token.Word ? 1
                        : 0;
                    if (like < Near)
                        continue;
                    var distance = s == sentence ? Math.Min(30, Math.Abs(j - position - 1)) : 30;
                    if (!token.IsContent && distance > 3)
                        continue;
                    var score = like - 0.01 * distance - 0.02 * s;
                    if (score > best)
                        (best, placed[i]) = (score, new Aligned(s, j, like));
                }
            }
            if (placed[i].Sentence >= 0)
                (sentence, position) = (placed[i].Sentence, placed[i].Position);
        }
        return placed;
    }
}
