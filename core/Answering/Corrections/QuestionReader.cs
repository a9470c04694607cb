using System.Text;
using ChatBot.Answering.Capping;
using ChatBot.Answering.Language;
using ChatBot.Knowledge.Analysis;

namespace ChatBot.Answering.Corrections;

/// <summary>Takes a question apart: words with their kinds and roles, and what it asks. Pure, linear in the text.</summary>
internal static class QuestionReader
{
    /// <summary>Words beyond this are not compared: a correction answers a question, not an essay.</summary>
    private const int MostWords = 80;

    private const double FloorOfContent = 0.25,
        FloorOfAction = 0.45,
        WeightOfIdeograph = 0.8;

    /// <summary>How far apart the halves of "turn the check off" may stand.</summary>
    private const int PhraseReach = 5;

    private static readonly Dictionary<string, string> NumberWords = new()
    {
        ["two"] = "2",
        ["twice"] = "2",
        ["three"] = "3",
        ["thrice"] = "3",
        ["four"] = "4",
        ["five"] = "5",
        ["six"] = "6",
        ["seven"] = "7",
        ["eight"] = "8",
        ["nine"] = "9",
        ["ten"] = "10",
        ["eleven"] = "11",
        ["twelve"] = "12",
        ["hundred"] = "100",
        ["thousand"] = "1000",
        ["million"] = "1000000",
        ["third"] = "3",
        ["fourth"] = "4",
        ["fifth"] = "5",
        ["sixth"] = "6",
        ["seventh"] = "7",
        ["eighth"] = "8",
        ["ninth"] = "9",
        ["tenth"] = "10",
    };

    private static readonly HashSet<string> Calendar =
    [
        .. "january february april june july august september october november december jan feb apr jun jul aug sep sept oct nov dec monday tuesday wednesday thursday friday saturday sunday tomorrow yesterday".Split(
            ' '
        ),
    ];

    /// <summary>Where a thing runs; said or left out, it is another thing.</summary>
    private static readonly Dictionary<string, string> Environments = new()
    {
        ["prod"] = "production",
        ["production"] = "production",
        ["staging"] = "staging",
        ["stage"] = "staging",
        ["dev"] = "development",
        ["development"] = "development",
        ["test"] = "test",
        ["qa"] = "qa",
        ["uat"] = "uat",
        ["sandbox"] = "sandbox",
        ["preprod"] = "preproduction",
        ["preproduction"] = "preproduction",
    };

    private static readonly HashSet<string> Prepositions =
    [
        .. "from to into onto in on at of for with without by before after over under between against than as about through until since".Split(
            ' '
        ),
    ];

    private static readonly HashSet<string> Negations = [.. "not no never none nobody nothing cannot neither nor".Split(' ')];

    /// <summary>Verbs that end the reach of a preposition.</summary>
    private static readonly HashSet<string> Breaks =
    [
        .. "is are was were be do does did has have had can could may might must shall should will would and or but if when what which who how".Split(
            ' '
        ),
    ];

    public static QuestionForm Read(string text)
    {
        var raw = JoinPhrases(Split(text));
        var words = new List<FormWord>(raw.Count);
        var (role, negation, negated) = ("", false, false);
        for (var i = 0; i < raw.Count; i++)
        {
            var (word, original, startsSentence) = raw[i];
            if (Negations.Contains(word))
            {
                negation = true;
                negated = true;
            }
            if (Prepositions.Contains(word))
            {
                role = negation ? "not-" + word : word;
                negation = false;
            }
            else if (Breaks.Contains(word))
                role = "";
            words.Add(Of(word, original, role, startsSentence, i + 1 < raw.Count ? raw[i + 1].Word : ""));
        }
        var flat = " " + string.Join(' ', raw.Select(word => word.Word)) + " ";
        return new QuestionForm(
            text,
            words,
            QuestionShape.AspectsOf(flat),
            negated,
            QuestionShape.AboutMe(flat),
            QuestionShape.AboutYou(flat),
            QuestionShape.TenseOf(flat)
        );
    }

    private static FormWord Of(string word, string original, string role, bool startsSentence, string next)
    {
        if (NumberWords.TryGetValue(word, out var number))
            return new(word, number, WordKind.Number, 0.8, role, []);
        if (word.AsSpan().ContainsAnyInRange('0', '9'))
            return new(word, NumberOf(word), WordKind.Number, 1, role, []);
        if (IsCalendar(Singular(word), original, startsSentence, next))
            return new(word, DayOrMonth(Singular(word)), WordKind.Number, 0.9, role, []);
        if (word.Length == 1 && Words.IsUnspaced(word[0]))
            return new(word, word, WordKind.Content, WeightOfIdeograph, role, []);
        var joined = word.IndexOfAny(['_', '.', '/', ':']) >= 0;
        if (joined && !WordClasses.IsPhrase(WordClasses.StemOf(word)) && !WordClasses.IsPhrase(word))
            return new(word, word, WordKind.Name, 1, role, []);
        // A capital on its own is a name: job A, plan B.
        if (original.Length == 1 && char.IsAsciiLetterUpper(original[0]) && original != "I" && !startsSentence)
            return new(word, "name:" + word, WordKind.Name, 0.8, role, []);
        if (role is "in" or "on" or "from" && Environments.TryGetValue(word, out var environment))
            return new(word, "env:" + environment, WordKind.Name, 0.8, role, []);
        var stem = WordClasses.StemOf(word);
        var classes = WordClasses.ClassesOf(stem);
        if (WordClasses.IsFrame(word))
            return new(word, stem, WordKind.Frame, 0, role, classes);
        var weight = CommonWords.Weight(word);
        return WordClasses.IsAction(stem) || WordClasses.IsAction(word)
            ? new(word, stem, WordKind.Action, Math.Max(FloorOfAction, weight), role, classes)
            : new(word, stem, WordKind.Content, Math.Max(FloorOfContent, weight), role, classes);
    }

    /// <summary>A capital, or a number after it, tells the months May and March from the words.</summary>
    private static bool IsCalendar(string word, string original, bool startsSentence, string next) =>
        Calendar.Contains(word)
        || word is "may" or "march"
            && (char.IsAsciiLetterUpper(original[0]) && !startsSentence || next.Length > 0 && char.IsAsciiDigit(next[0]));

    private static string Singular(string word) => word.Length > 5 && word.EndsWith("days", StringComparison.Ordinal) ? word[..^1] : word;

    /// <summary>Jan is January: three letters tell months and weekdays apart.</summary>
    private static string DayOrMonth(string word) => "date:" + word[..3];

    /// <summary>v2.1 is 2.1, and 3rd is 3.</summary>
    private static string NumberOf(string word)
    {
        if (word.Length > 1 && word[0] == 'v' && char.IsAsciiDigit(word[1]))
            word = word[1..];
        return word.Length > 2 && word[^2..] is "st" or "nd" or "rd" or "th" && char.IsAsciiDigit(word[^3]) ? word[..^2] : word;
    }

    private static List<(string Word, string Original, bool StartsSentence)> Split(string text)
    {
        var words = new List<(string, string, bool)>();
        var starts = true;
        for (var i = 0; i < text.Length && words.Count < MostWords; i++)
        {
            if (Words.IsUnspaced(text[i]))
            {
                words.Add((text[i].ToString(), text[i].ToString(), starts));
                starts = false;
                continue;
            }
            if (!char.IsLetterOrDigit(text[i]))
            {
                starts |= text[i] is '.' or '!' or '?' or '\n';
                continue;
            }
            var start = i;
            while (i < text.Length && Belongs(text, i))
                i++;
            Add(words, text[start..i--], starts);
            starts = false;
        }
        return words;
    }

    /// <summary>
    /// Letters and digits, and what joins them within a name: <c>load.sql</c>, <c>eu-west-1</c>, <c>02:30</c>, <c>don't</c>.
    /// </summary>
    private static bool Belongs(string text, int at) =>
        char.IsLetterOrDigit(text[at]) && !Words.IsUnspaced(text[at])
        || Folding.IsDecoration(text[at])
        || text[at] is '_' or '-' or '.' or '/' or ':' or '\'' or '’'
            && at + 1 < text.Length
            && char.IsLetterOrDigit(text[at + 1])
            && char.IsLetterOrDigit(text[at - 1])
        || text[at] == '_' && at + 1 < text.Length && char.IsLetterOrDigit(text[at + 1]);

    private static void Add(List<(string, string, bool)> words, string run, bool starts)
    {
        var folded = new StringBuilder(run.Length);
        foreach (var c in run)
            if (!Folding.IsDecoration(c))
                folded.Append(c == '’' ? '\'' : Folding.Fold(c));
        var word = folded.ToString();
        if (word.EndsWith("'s", StringComparison.Ordinal))
            word = word[..^2];
        if (word.EndsWith("n't", StringComparison.Ordinal))
        {
            if (word.Length > 3)
                words.Add(
                    (
                        word[..^3] is "ca" ? "can"
                        : word[..^3] is "wo" ? "will"
                        : word[..^3],
                        run,
                        starts
                    )
                );
            words.Add(("not", "not", false));
            return;
        }
        word = word.Replace("'", "");
        if (word is "dont" or "doesnt" or "didnt" or "isnt" or "arent" or "wasnt" or "wont" or "cant" or "couldnt" or "shouldnt")
        {
            words.Add(("not", "not", starts));
            return;
        }
        if (word.Contains('-') && !word.AsSpan().ContainsAny("0123456789_./:"))
        {
            var parts = word.Split('-');
            if (parts.Length == 2 && parts[0] is "re" or "un" or "de" or "co" or "pre" or "non" or "e")
                words.Add((string.Concat(parts), run, starts));
            else
                foreach (var part in parts)
                    words.Add((part, part, starts));
            return;
        }
        if (word.Length > 0)
            words.Add((word, run, starts));
    }

    /// <summary>"turn off", "turn the check off" and "turned off" are one word.</summary>
    private static List<(string Word, string Original, bool StartsSentence)> JoinPhrases(
        List<(string Word, string Original, bool StartsSentence)> words
    )
    {
        for (var i = 0; i + 1 < words.Count; i++)
        {
            var stem = WordClasses.StemOf(words[i].Word);
            if (!WordClasses.StartsPhrase(words[i].Word) && !WordClasses.StartsPhrase(stem))
                continue;
            for (var j = i + 1; j < Math.Min(words.Count, i + 1 + PhraseReach); j++)
            {
                if (j > i + 1 && !WordClasses.IsParticle(words[j].Word))
                    continue;
                var phrase = WordClasses.IsPhrase($"{words[i].Word}_{words[j].Word}")
                    ? $"{words[i].Word}_{words[j].Word}"
                    : $"{stem}_{words[j].Word}";
                if (!WordClasses.IsPhrase(phrase))
                    continue;
                words[i] = (phrase, phrase, words[i].StartsSentence);
                words.RemoveAt(j);
                break;
            }
        }
        return words;
    }
}
