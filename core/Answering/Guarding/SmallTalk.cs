using System.Globalization;
using System.Text;
using ChatBot.Language;

namespace ChatBot.Answering.Guarding;

/// <summary>Greetings, thanks, farewells and questions about the assistant itself get a kind answer instead of a refusal.</summary>
public sealed class SmallTalk(TopicSource topic)
{
    /// <summary>Small talk is short; a longer text that starts with "hello" is a question.</summary>
    private const int LongestInWords = 9;

    private const string English = "english";

    /// <summary>How the rules of a receipt begin that decided about small talk.</summary>
    private const string Rule = "smalltalk:";

    private static readonly WordList List = WordList.Load("small-talk");
    private static readonly WordList Replies = WordList.Load("small-talk-replies");

    /// <summary>The lines of a language in <see cref="Replies"/>; the last one says what it answers where no topic is configured.</summary>
    private static readonly string[] Kinds = ["greeting", "thanks", "farewell", "about"];

    /// <summary>Each phrase with its kind, null for what is only politeness around one, and the language that says so.</summary>
    private static readonly Phrases<(string? Kind, string? Language)> Known = new(
        List.SectionNames.SelectMany(name => List[name].Words.Select(phrase => (string.Join('_', Simplify(phrase)), Meaning(name))))
    );

    /// <returns>A kind reply when the text is nothing but small talk, else null.</returns>
    public GuardVerdict? Check(string text)
    {
        if (text.Length > 120)
            return null;
        var words = Simplify(text);
        if (words.Count is 0 or > LongestInWords)
            return null;
        return Read(words) is ({ } kind, var language)
            ? new GuardVerdict(true, Rule + kind, 1, Reply(kind, language), Outcome.Answered)
            : null;
    }

    /// <summary>Whether the turn was small talk and no question; of a message that lists several, whether all of it was.</summary>
    public static bool Was(Receipt receipt) =>
        receipt.Parts is { Count: > 0 } parts ? parts.All(Was) : receipt.Rule.StartsWith(Rule, StringComparison.Ordinal);

    /// <summary>Whether it is no answer to what was quoted: "hi", "can you help?" below a question speaks of that question.</summary>
    public static bool OpensATalk(GuardVerdict verdict) => verdict.DecidedBy is "smalltalk:greeting" or "smalltalk:about";

    /// <summary>
    /// The kind of the last phrase when phrases and fillers cover all words: "hi, what can you do?" asks, "ok, thanks" thanks; and the
    /// language of the last one that belongs to one.
    /// </summary>
    private static (string? Kind, string? Language) Read(List<string> words)
    {
        (string? Kind, string? Language) read = default;
        for (var start = 0; start < words.Count; )
        {
            if (!Known.TryLongest(words, start, out var length, out var found))
                return default;
            read = (found.Kind ?? read.Kind, found.Language ?? read.Language);
            start += length;
        }
        return read;
    }

    /// <summary>A section is named by its kind, and its language where it is not English.</summary>
    private static (string? Kind, string? Language) Meaning(string section) =>
        section.Split(' ') is var parts && parts[0] == "fillers"
            ? (null, parts.ElementAtOrDefault(1))
            : (parts[0], parts.ElementAtOrDefault(1));

    private string Reply(string kind, string? language)
    {
        var lines = Replies[language ?? English].Lines;
        return lines[Array.IndexOf(Kinds, kind)]
            .Replace("{example}", Example(), StringComparison.Ordinal)
            .Replace("{topic}", topic.Topic?.Name ?? lines[^1], StringComparison.Ordinal);
    }

    private string Example() =>
        topic.Topic?.InScope is [var first, ..] && first.Length <= 120 ? $"For example: “{first.Trim().TrimEnd('?')}?” " : "";

    /// <summary>Words in lower case without marks behind letters; a pictogram that the list knows is a word, and so is +1.</summary>
    private static List<string> Simplify(string text)
    {
        var plain = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.Value is >= 0x0300 and <= 0x036F) // "días" in two signs
                continue;
            if (
                Rune.IsLetterOrDigit(rune)
                || Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark
            )
            {
                if (rune.Value is < 0xFE00 or > 0xFE0F) // how a pictogram is drawn
                    plain.Append(Rune.ToLowerInvariant(rune).ToString());
            }
            else if (Rune.GetUnicodeCategory(rune) == UnicodeCategory.OtherSymbol)
                plain.Append(' ').Append(rune.ToString()).Append(' ');
            else if (rune.Value == '+')
                plain.Append(" +");
            else if (
                rune.Value is not ('\'' or '’')
                && !(Rune.GetUnicodeCategory(rune) == UnicodeCategory.ModifierSymbol && rune.Value > 0xFFFF)
            ) // skin tones
                plain.Append(' ');
        }
        return [.. plain.ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries)];
    }
}
