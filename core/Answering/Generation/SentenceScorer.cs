using ChatBot.Knowledge.Chunking;
using ChatBot.Knowledge.Indexing;
using ChatBot.Language;

namespace ChatBot.Answering.Generation;

/// <summary>
/// Scores candidates by how likely they hold the answer. The weights come from a listwise logistic regression over a thousand
/// reading-comprehension questions: which sentence of the retrieved paragraphs holds the answer.
/// </summary>
internal sealed class SentenceScorer
{
    private readonly QuestionReading _question;
    private readonly IReadOnlyList<Passage> _passages;
    private readonly Dictionary<string, double> _weights = [];
    private readonly double _total;
    private readonly double _bestOverlap;

    /// <summary>Of the cosine of question and sentence: tried, not fitted; 4 and 9 answer alike.</summary>
    private const double CosineWeight = 4;

    private static readonly WordList Pronouns = WordList.Load("pointers")["pronouns"];

    public SentenceScorer(QuestionReading question, IReadOnlyList<Passage> passages, IReadOnlyList<List<Candidate>> candidates)
    {
        this._question = question;
        this._passages = passages;
        // Words that most sentences here hold, the pages' own subject as a rule, tell none of them from the others.
        var all = candidates.Sum(list => list.Count);
        foreach (var (stem, weight) in question.WantedWords.Weights)
        {
            var holding = candidates.Sum(list => list.Count(candidate => candidate.Stems.Contains(stem)));
            _weights[stem] = weight * weight * Math.Log(1 + (all - holding + 0.5) / (holding + 0.5));
        }
        _total = Math.Max(1e-9, _weights.Values.Sum());
        _bestOverlap = Math.Max(1e-9, candidates.SelectMany(list => list).Select(Overlap).DefaultIfEmpty().Max());
    }

    /// <summary>Scores the candidates of one passage, in their order.</summary>
    public void Score(List<Candidate> sentences)
    {
        if (sentences.Count == 0)
            return;
        var passage = _passages[sentences[0].Number - 1];
        var overlaps = sentences.ConvertAll(Overlap);
        var title = Terms.Of(passage.Title).Select(term => term.Stem).ToHashSet();
        var whole = Overlap(stem => sentences.Any(sentence => sentence.Stems.Contains(stem)));
        for (var i = 0; i < sentences.Count; i++)
        {
            var sentence = sentences[i];
            var overlap = overlaps[i];
            var before = i > 0 ? overlaps[i - 1] : 0;
            var sign = AnswerSigns.Of(_question, sentence.Said, sentence.Terms) - 0.5;
            var pronoun = sentence.Terms.Count > 0 && Pronouns.Contains(sentence.Terms[0].Word);
            var window = Overlap(stem =>
                sentence.Stems.Contains(stem)
                || i > 0 && sentences[i - 1].Stems.Contains(stem)
                || i + 1 < sentences.Count && sentences[i + 1].Stems.Contains(stem)
            );
            var z =
                1.01 * overlap
                + 0.36 * overlap * overlap
                + 1.93 * overlap / _bestOverlap
                - 0.36 * overlap * whole
                + 0.45 * before
                + 1.70 * window
                + 1.33 * Overlap(stem => sentence.Stems.Contains(stem) || title.Contains(stem))
                + 1.30
                    * _question.WantedWords.Weights.Keys.Count(sentence.Stems.Contains)
                    / Math.Max(1, _question.WantedWords.Weights.Count)
                + 0.91 * PairShare(sentence)
                + 0.52 * LongestRun(sentence)
                + 3.08 * passage.Similarity
                + CosineWeight * (sentence.Position < passage.SentenceCosines.Count ? passage.SentenceCosines[sentence.Position] : 0)
                + 1.18 / sentence.Number
                + sign * (1.18 + SignWeight(_question.Wanted))
                + 0.22 * Math.Log(sentence.Words + 1)
                - 0.55 * Math.Log(1 + NewContent(sentence))
                + (pronoun ? 1.26 * before + 0.21 : 0)
                + (StartsOnSubject(sentence) ? 0.34 : 0)
                + Form(sentence);
            sentence.Score = Math.Exp(z);
        }
    }

    /// <summary>Code that is longer than a few lines answers only who asked for it.</summary>
    private const int ShortCode = 35,
        LongList = 50;

    /// <summary>Who asks how wants the steps or the command; who asks anything wants no question back.</summary>
    private double Form(Candidate candidate) =>
        candidate.Kind switch
        {
            SentenceKind.Code => (_question.Wanted == Asked.Steps ? 1.0 : 0) - (candidate.Words > ShortCode ? 1.8 : 0),
            SentenceKind.TableRow => _question.Wanted == Asked.Steps ? -1.5 : 0,
            SentenceKind.ListItem when IsNumbered(candidate.Said) => _question.Wanted == Asked.Steps ? 1.0 : 0,
            SentenceKind.ListItem => candidate.Words > LongList ? -1.0 : 0,
            _ => candidate.Said.EndsWith('?') ? -2.0 : 0,
        };

    internal static bool IsNumbered(string list) =>
        list.StartsWith("1.", StringComparison.Ordinal) || list.Contains("\n1.", StringComparison.Ordinal);

    private static double SignWeight(Asked kind) =>
        kind switch
        {
            Asked.Date => 0.97,
            Asked.Figure => 1.30,
            Asked.Person => 0.44,
            Asked.Reason => -0.20,
            Asked.Definition => 0.5,
            _ => 0,
        };

    private double NewContent(Candidate sentence) =>
        sentence.Terms.Count(term => term.Weight > 0 && !_question.WantedWords.Weights.ContainsKey(term.Stem));

    private bool StartsOnSubject(Candidate sentence) =>
        sentence.Terms.Where(term => term.Weight > 0).Take(3).Any(term => _question.WantedWords.Weights.ContainsKey(term.Stem));

    private double Overlap(Func<string, bool> holds)
    {
        var sum = 0.0;
        foreach (var (stem, weight) in _weights)
            if (holds(stem))
                sum += weight;
        return sum / _total;
    }

    /// <summary>Share of the question's weight in a candidate; a word of the same family counts in part.</summary>
    private double Overlap(Candidate candidate)
    {
        const double family = 0.6;
        var sum = 0.0;
        foreach (var (stem, weight) in _weights)
            if (candidate.Stems.Contains(stem))
                sum += weight;
            else if (Candidate.Prefix(stem) is { } prefix && candidate.Prefixes.Contains(prefix))
                sum += family * weight;
        return sum / _total;
    }

    /// <summary>Share of the question's neighbouring words that stand close together in the sentence.</summary>
    private double PairShare(Candidate sentence)
    {
        const int reach = 5;
        if (_question.WantedWords.Pairs.Count == 0)
            return 0;
        var found = new HashSet<(string, string)>();
        for (var i = 0; i < sentence.Terms.Count; i++)
        {
            if (!_question.WantedWords.Weights.ContainsKey(sentence.Terms[i].Stem))
                continue;
            for (var j = i + 1; j < Math.Min(i + reach, sentence.Terms.Count); j++)
            {
                var (a, b) = (sentence.Terms[i].Stem, sentence.Terms[j].Stem);
                if (_question.WantedWords.Pairs.Contains((a, b)))
                    found.Add((a, b));
                if (_question.WantedWords.Pairs.Contains((b, a)))
                    found.Add((b, a));
            }
        }
        return found.Count / (double)_question.WantedWords.Pairs.Count;
    }

    /// <summary>Longest run of the question's words that the sentence has in the question's order, as a share of them.</summary>
    private double LongestRun(Candidate sentence)
    {
        int last = -1,
            run = 0,
            best = 0;
        foreach (var term in sentence.Terms)
        {
            if (!_question.WantedWords.Places.TryGetValue(term.Stem, out var at))
                continue;
            run = at > last ? run + 1 : 1;
            last = at;
            best = Math.Max(best, run);
        }
        return best / (double)Math.Max(1, _question.WantedWords.Length);
    }
}
