using ChatBot.Knowledge.Chunking;
using ChatBot.Knowledge.Indexing;
using ChatBot.Language;

namespace ChatBot.Answering.Retrieval;

/// <summary>
/// What speaks for each of the sections that were found: what the search saw, the headings above it, its place on the page, the sentence
/// that comes nearest, and whether the kind of answer that is asked for stands there.
/// </summary>
internal sealed class SectionEvidence
{
    /// <summary>What the learned weights call the numbers of a row.</summary>
    public static readonly string[] Features =
    [
        "coverage",
        "similarity",
        "cosineToBest",
        "titleCosineToBest",
        "secondCosine",
        "heading",
        "samePage",
        "lead",
        "words",
        "heldToBest",
        // Whether the kind of answer stands there.
        "definition",
        "stepsCode",
        "list",
        "figure",
    ];

    /// <summary>From so many items on a list is one.</summary>
    private const int ManyItems = 6;

    /// <summary>Similarities beyond this say no more.</summary>
    private const double Least = 0.003;

    /// <summary><see cref="Features"/> of every passage.</summary>
    public double[][] Rows { get; }

    public SectionEvidence(QuestionReading question, IReadOnlyList<Passage> passages)
    {
        var kinds = QuestionKinds.Of(question);
        var read = passages.Select(passage => new Section(question, passage)).ToList();
        var best = (
            Cosine: passages.Max(passage => passage.Found?.Cosine ?? 0),
            Title: passages.Max(passage => passage.Found?.TitleCosine ?? 0),
            Held: read.Max(section => section.Held)
        );
        Rows = new double[passages.Count][];
        for (var i = 0; i < passages.Count; i++)
        {
            var (passage, section) = (passages[i], read[i]);
            var found = passage.Found ?? default;
            var heading = Terms.Content(passage.Headings[^1]);
            Rows[i] =
            [
                found.Coverage,
                LogOdds.Of(Math.Clamp(passage.Similarity, Least, 1 - Least)),
                found.Cosine - best.Cosine,
                found.TitleCosine - best.Title,
                passage.SentenceCosines.OrderDescending().Skip(1).FirstOrDefault(),
                Share(question, heading.ContainsKey),
                passages.Count(other => other.DocumentId == passage.DocumentId) / (double)passages.Count,
                passage.Ordinal == 0 ? 1 : 0,
                Math.Log(1 + section.Words),
                section.Held - best.Held,
                question.Wanted == Asked.Definition ? section.Sign : 0,
                question.Wanted == Asked.Steps && section.HasCode ? 1 : 0,
                kinds.List ? Math.Min(section.Items, ManyItems) / (double)ManyItems : 0,
                question.AsksForFigure ? section.Sign : 0,
            ];
        }
    }

    /// <summary>The share of the question's weight that is held.</summary>
    public static double Share(QuestionReading question, Predicate<string> isHeld)
    {
        var wanted = question.WantedWords.Weights;
        return wanted.Where(pair => isHeld(pair.Key)).Sum(pair => pair.Value) / Math.Max(1e-9, wanted.Values.Sum());
    }

    /// <summary>A section as the question sees it.</summary>
    private sealed class Section
    {
        public Section(QuestionReading question, Passage passage)
        {
            var held = Terms.Content(passage.Title).Keys.ToHashSet();
            foreach (var sentence in Sentences.Split(passage.Text))
            {
                var text = sentence.In(passage.Text);
                var terms = Terms.Of(text);
                Words += terms.Count;
                HasCode |= sentence.Kind == SentenceKind.Code;
                Items += sentence.Kind is SentenceKind.ListItem or SentenceKind.TableRow ? 1 : 0;
                foreach (var term in terms)
                    held.Add(term.Stem);
                Sign = Math.Max(Sign, AnswerSigns.Of(question, text, terms));
            }
            Held = Share(question, held.Contains);
        }

        public int Words { get; }
        public int Items { get; }
        public bool HasCode { get; }
        public double Held { get; }
        public double Sign { get; }
    }
}
