using System.Runtime.InteropServices;
using ChatBot.Knowledge.Chunking;
using ChatBot.Knowledge.Indexing;
using ChatBot.Language;

namespace ChatBot.Answering.Generation;

/// <summary>
/// What speaks for each candidate of the passages that were found, beside the others: how much of the question it holds, what its
/// neighbours hold, whether it says the kind of thing that is asked for, how near it lies in meaning, and how good its passage is.
/// </summary>
internal sealed class SentenceEvidence
{
    /// <summary>What the learned weights call the numbers of a row.</summary>
    public static readonly string[] Features =
    [
        // Share of the question's weight: with the neighbours, with the title, beside the best, in the next; and what of it.
        "window",
        "withTitle",
        "toBest",
        "after",
        "focus",
        "pairs",
        // A sentence that begins with it, this … speaks of the one before.
        "pronounBefore",
        "pronounAfter",
        // Words of the kind that is asked for.
        "sign",
        "signOfDate",
        "signOfFigure",
        "signOfPerson",
        "signOfPlace",
        "signNear",
        // What it says besides.
        "words",
        "new",
        "newWeight",
        "afterLast",
        "first",
        // Its passage.
        "similarity",
        "logit",
        "similarityToBest",
        "similarityShare",
        "place",
        "passageLength",
        // By vectors.
        "cosine",
        "cosineRank",
        "cosineBefore",
        "cosineAfter",
        "cosineOfPassage",
        "cosineElsewhere",
        // Its form.
        "code",
        "item",
        "row",
        "stepsCode",
        "stepsItem",
        "listItem",
        "relativePlace",
    ];

    private readonly QuestionReading _question;
    private readonly AskedWords _asked;
    private readonly ulong _focus;
    private readonly QuestionKinds _kinds;
    private readonly Sentence[] _all;

    private static readonly WordList Pronouns = WordList.Load("pointers")["pronouns"];
    private static readonly WordList BeforeFocus = WordList.Load("asking")["before the focus"];

    /// <param name="candidates">Of each passage, in their order.</param>
    public SentenceEvidence(QuestionReading question, IReadOnlyList<Passage> passages, IReadOnlyList<List<Candidate>> candidates)
    {
        _question = question;
        _asked = new AskedWords(question);
        _focus = Focus();
        _kinds = QuestionKinds.Of(question);
        HasCosines = passages.All(passage => passage.SentenceCosines.Count > 0);
        _all = [.. candidates.SelectMany(list => list).Select(candidate => Read(candidate, passages[candidate.Number - 1]))];
        _asked.Weigh(Array.ConvertAll(_all, sentence => sentence.Held));
        foreach (ref var sentence in _all.AsSpan())
            sentence.Share = _asked.Share(sentence.Held, sentence.Family);
        Rows = new double[_all.Length][];
        var next = 0;
        foreach (var list in candidates.Where(list => list.Count > 0))
        {
            Weigh(next, list, passages);
            next += list.Count;
        }
    }

    /// <summary>Whether sentences' vectors are there; without them those features are 0.</summary>
    public bool HasCosines { get; }

    /// <summary><see cref="Features"/> of every candidate, passage by passage.</summary>
    public double[][] Rows { get; }

    private void Weigh(int from, List<Candidate> list, IReadOnlyList<Passage> passages)
    {
        var passage = passages[list[0].Number - 1];
        var own = _all.AsSpan(from, list.Count);
        var title = Held(passage.Title);
        var best = Best(_all);
        var bestSimilarity = passages.Max(other => other.Similarity);
        var allSimilarities = passages.Sum(other => other.Similarity);
        var cosines = 0.0;
        foreach (var sentence in own)
            cosines += sentence.Cosine;
        var elsewhere = Math.Max(Nearest(_all.AsSpan(0, from)), Nearest(_all.AsSpan(from + list.Count)));
        for (var i = 0; i < own.Length; i++)
        {
            var sentence = own[i];
            var before = i > 0 ? own[i - 1] : default;
            var after = i + 1 < own.Length ? own[i + 1] : default;
            var aboveCosine = 0;
            foreach (ref readonly var other in _all.AsSpan())
                aboveCosine += other.Cosine > sentence.Cosine ? 1 : 0;
            var wanted = _question.Wanted;
            Rows[from + i] =
            [
                _asked.Share(before.Held | sentence.Held | after.Held),
                _asked.Share(sentence.Held | title),
                sentence.Share / Math.Max(1e-9, best),
                after.Share,
                (sentence.Held & _focus) != 0 ? 1 : 0,
                sentence.Pairs,
                sentence.IsPronoun ? before.Share : 0,
                after.IsPronoun ? after.Share : 0,
                sentence.Sign,
                wanted == Asked.Date ? sentence.Sign : 0,
                wanted == Asked.Figure ? sentence.Sign : 0,
                wanted == Asked.Person ? sentence.Sign : 0,
                wanted == Asked.Place ? sentence.Sign : 0,
                sentence.SignNear,
                Math.Log(1 + list[i].Words),
                Math.Log(1 + sentence.New),
                Math.Log(1 + sentence.NewWeight),
                Math.Log(1 + sentence.AfterLast),
                i == 0 ? 1 : 0,
                passage.Similarity,
                Math.Log((passage.Similarity + 0.01) / (1.01 - passage.Similarity)),
                passage.Similarity / Math.Max(1e-9, bestSimilarity),
                passage.Similarity / Math.Max(1e-9, allSimilarities),
                1.0 / list[i].Number,
                Math.Log(own.Length),
                .. HasCosines
                    ?
                    [
                        sentence.Cosine,
                        Math.Log(1 + aboveCosine),
                        before.Cosine,
                        after.Cosine,
                        cosines / own.Length,
                        elsewhere - Nearest(own),
                    ]
                    : new double[6],
                list[i].Kind == SentenceKind.Code ? 1 : 0,
                list[i].Kind == SentenceKind.ListItem ? 1 : 0,
                list[i].Kind == SentenceKind.TableRow ? 1 : 0,
                list[i].Kind == SentenceKind.Code && wanted == Asked.Steps ? 1 : 0,
                list[i].Kind == SentenceKind.ListItem && wanted == Asked.Steps ? 1 : 0,
                list[i].Kind == SentenceKind.ListItem && _kinds.List ? 1 : 0,
                i / (double)own.Length,
            ];
        }
    }

    private Sentence Read(Candidate candidate, Passage passage)
    {
        const int far = 9; // terms from which a sign and a word of the question have nothing to do with each other
        var terms = CollectionsMarshal.AsSpan(candidate.Terms);
        var read = new Sentence
        {
            Sign = AnswerSigns.Of(_question, candidate.Said, candidate.Terms) - 0.5,
            IsPronoun = terms.Length > 0 && Pronouns.Contains(terms[0].Word),
            Cosine = candidate.Position < passage.SentenceCosines.Count ? passage.SentenceCosines[candidate.Position] : 0,
        };
        var places = new int[terms.Length];
        var (lastHeld, lastSign, nearest) = (-far, -far, far);
        for (var i = 0; i < terms.Length; i++)
        {
            ref readonly var term = ref terms[i];
            places[i] = _asked.PlaceOf(term.Stem);
            read.Family |= _asked.FamilyOf(term);
            if (places[i] >= 0)
            {
                read.Held |= 1ul << places[i];
                nearest = Math.Min(nearest, i - lastSign);
                lastHeld = i;
                continue;
            }
            read.New += term.Weight > 0 ? 1 : 0;
            read.NewWeight += term.Weight;
            if (!AnswerSigns.Tells(_question.Wanted, term.Word))
                continue;
            nearest = Math.Min(nearest, i - lastHeld);
            lastSign = i;
        }
        read.SignNear = 1 - nearest / (double)far;
        read.AfterLast = lastHeld < 0 ? 0 : terms.Length - 1 - lastHeld;
        read.Pairs = _asked.PairShare(places);
        return read;
    }

    /// <summary>"Which landmark …", "how many rows …": what the answer is one of, and so need not say.</summary>
    private ulong Focus()
    {
        const int reach = 3;
        return _question
            .Terms.SkipWhile(term => !BeforeFocus.Contains(term.Word))
            .Skip(1)
            .Take(reach)
            .Select(term => _asked.PlaceOf(term.Stem))
            .Where(place => place >= 0)
            .Select(place => 1ul << place)
            .FirstOrDefault();
    }

    private ulong Held(string text)
    {
        var held = 0ul;
        foreach (var term in Terms.Of(text))
            if (_asked.PlaceOf(term.Stem) is >= 0 and var place)
                held |= 1ul << place;
        return held;
    }

    private static double Best(ReadOnlySpan<Sentence> sentences)
    {
        var best = 0.0;
        foreach (ref readonly var sentence in sentences)
            best = Math.Max(best, sentence.Share);
        return best;
    }

    private static double Nearest(ReadOnlySpan<Sentence> sentences)
    {
        var nearest = 0.0;
        foreach (ref readonly var sentence in sentences)
            nearest = Math.Max(nearest, sentence.Cosine);
        return nearest;
    }

    /// <summary>A candidate as the question sees it.</summary>
    private struct Sentence
    {
        /// <summary>Words of the question, and of one family with such.</summary>
        public ulong Held,
            Family;
        public double Share,
            Pairs,
            Sign,
            SignNear,
            NewWeight,
            Cosine;
        public int New,
            AfterLast;
        public bool IsPronoun;
    }
}
