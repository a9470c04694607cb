using System.Text;
using ChatBot.Knowledge.Chunking;
using ChatBot.Knowledge.Indexing;
using ChatBot.Language;

namespace ChatBot.Answering.Generation;

/// <param name="Text">Empty where the section holds nothing but labels.</param>
/// <param name="Labelled">Its label stands in the text; else it is for the heading to carry it.</param>
/// <param name="Leans">It begins with a word that speaks of its heading, or of what was said before.</param>
/// <param name="BeginsLine">It begins with a list or code, which takes a line of its own.</param>
internal sealed record Quotation(string Text, bool Labelled, bool Leans, bool BeginsLine);

/// <summary>
/// Quotes one section: whole where it fits, else the run of it that is likeliest to hold the answer, from a beginning that leans on
/// nothing before it. Steps and items are never left half said.
/// </summary>
internal static class SectionQuotation
{
    /// <summary>Code, lists and tables this much less likely than the whole are passed over for what follows them.</summary>
    private const double LeastShare = 0.02;

    /// <summary>What a run from further down must be likelier than the one from the beginning.</summary>
    private const double Ahead = 1.5;

    /// <param name="number">The section's label.</param>
    public static Quotation Of(QuestionReading question, int number, Passage passage, int maxWords)
    {
        var units = SectionUnits.Of(passage);
        if (units.Count == 0)
            return new Quotation("", Labelled: false, Leans: false, BeginsLine: false);
        List<Candidate> leaves = [.. units.SelectMany(unit => unit.Leaves)];
        SentenceScorer.Score(question, [passage], [leaves]);
        var run = Best(units, maxWords, question);
        if (run.Count == 0)
            run.Add(QuotedUnit.InPart(units.MaxBy(unit => unit.Score)!, maxWords));
        return new Quotation(
            Write(run, number),
            run.Exists(quoted => !IsBare(quoted.Unit)),
            run is [{ Unit.Leans: true }, ..],
            run is [{ Unit: { Introduction: null, Kind: not SentenceKind.Prose } }, ..]
        );
    }

    /// <summary>The run with the most of what likely answers; the earliest of several.</summary>
    private static List<QuotedUnit> Best(List<SectionUnit> units, int maxWords, QuestionReading question)
    {
        var total = units.Sum(unit => unit.Score);
        var all = AsksForAll(question);
        List<QuotedUnit> best = [];
        var most = 0.0;
        for (var first = 0; first < units.Count; first++)
        {
            if (first > 0 && (units[first].Leans || !Begins(units, first)))
                continue;
            var run = Run(units, first, maxWords, total, question, all);
            var score = run.Sum(unit => unit.Score);
            // From its beginning, unless a later run says much more.
            if (score > most * (best.Count > 0 && best[0].Unit == units[0] ? Ahead : 1.0001))
                (best, most) = (run, score);
        }
        return best;
    }

    /// <summary>Who asks for a list or for steps wants them in order; who asks for one thing, the item that says it.</summary>
    private static bool AsksForAll(QuestionReading question) => question.Wanted == Asked.Steps || QuestionKinds.Of(question).List;

    /// <summary>A sentence within a paragraph begins nothing, unless it is the one that answers.</summary>
    private static bool Begins(List<SectionUnit> units, int at) =>
        units[at].Kind != SentenceKind.Prose
        || units[at - 1].Paragraph != units[at].Paragraph
        || units[at].Score >= units.Max(unit => unit.Score) - 1e-12;

    private static List<QuotedUnit> Run(List<SectionUnit> units, int first, int maxWords, double total, QuestionReading question, bool all)
    {
        var run = new List<QuotedUnit>();
        var (left, passed) = (maxWords, false);
        for (var i = first; i < units.Count && left > 0; i++)
        {
            var unit = units[i];
            if (passed && unit.Leans)
                continue;
            var quoted = QuotedUnit.Of(unit, left, question, all);
            if (quoted is null)
            {
                // What does not fit ends the run, unless it is no loss.
                if (unit.Kind == SentenceKind.Prose || unit.Score > LeastShare * total)
                    break;
                passed = true;
                continue;
            }
            run.Add(quoted);
            left -= quoted.Words;
            passed = !quoted.Whole;
            if (!quoted.Whole)
                break;
        }
        return run;
    }

    private static string Write(List<QuotedUnit> run, int number)
    {
        var text = new StringBuilder();
        foreach (var (i, quoted) in run.Index())
        {
            var unit = quoted.Unit;
            if (i > 0)
                text.Append(
                    unit.Kind == SentenceKind.Prose
                    && run[i - 1].Unit.Kind == SentenceKind.Prose
                    && run[i - 1].Unit.Paragraph == unit.Paragraph
                        ? " "
                        : "\n\n"
                );
            var last =
                i + 1 == run.Count || run[i + 1].Unit is var next && (next.Kind != SentenceKind.Prose || next.Paragraph != unit.Paragraph);
            text.Append(unit.Kind == SentenceKind.Prose && !last ? quoted.Text : Labelled(quoted, number));
        }
        return text.ToString();
    }

    /// <summary>With the label behind what introduces a list or code, else at its end; code by itself has none.</summary>
    private static string Labelled(QuotedUnit quoted, int number)
    {
        if (quoted.Unit.Introduction is { } introduction)
            return $"{introduction.Text}[{number}]{quoted.Text[introduction.Text.Length..]}";
        return IsBare(quoted.Unit) ? quoted.Text : $"{quoted.Text}[{number}]";
    }

    private static bool IsBare(SectionUnit unit) => unit is { Kind: SentenceKind.Code, Introduction: null };
}
