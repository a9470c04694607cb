using System.Globalization;
using System.Text;
using ChatBot.Language;

namespace ChatBot.Answering.Guarding;

/// <summary>Greetings, thanks, farewells and questions about the assistant itself get a kind answer instead of a refusal.</summary>
public sealed class SmallTalk(TopicSource topic)
{
    /// <summary>Small talk is short; a longer text that starts with "hello" is a question.</summary>
    private const int LongestInWords = 9;

    private static readonly WordList List = WordList.Load("small-talk");

    /// <summary>Each phrase with its kind; null for what is only politeness around one.</summary>
    private static readonly Phrases<string?> Known = new(
        List.SectionNames.SelectMany(name => List[name].Words.Select(phrase => (phrase, name == "fillers" ? null : name)))
    );

    /// <returns>A kind reply when the text is nothing but small talk, else null.</returns>
    public GuardVerdict? Check(string text)
    {
        if (text.Length > 120)
            return null;
        var words = Simplify(text);
        if (words.Count is 0 or > LongestInWords)
            return null;
        return Kind(words) is { } kind ? new GuardVerdict(true, $"smalltalk:{kind}", 1, Reply(kind), Outcome.Answered) : null;
    }

    /// <summary>
    /// The kind of the last phrase when phrases and fillers cover all words: "hi, what can you do?" asks, "ok, thanks" thanks.
    /// </summary>
    private static string? Kind(List<string> words)
    {
        string? kind = null;
        for (var start = 0; start < words.Count; )
        {
            if (!Known.TryLongest(words, start, out var length, out var found))
                return null;
            kind = found ?? kind;
            start += length;
        }
        return kind;
    }

    private string Reply(string kind)
    {
        var subject = topic.Topic is { } file ? $"questions about {file.Name}" : "questions about the documents I was given";
        return kind switch
        {
            "thanks" => "You are welcome! Ask me anything else whenever you like.",
            "farewell" => "Goodbye! I am here whenever you need me.",
            "about" => $"I answer {subject}, in at most 100 words and with the sources named. {Example()}If an answer is wrong, rate it "
                + "or correct it, and I will do better.",
            _ => $"Hello! I answer {subject}. {Example()}What would you like to know?",
        };
    }

    private string Example() =>
        topic.Topic?.InScope is [var first, ..] && first.Length <= 120 ? $"For example: “{first.Trim().TrimEnd('?')}?” " : "";

    /// <summary>Words in lower case; a pictogram that the list knows is a word, and so is +1.</summary>
    private static List<string> Simplify(string text)
    {
        var plain = new StringBuilder(text.Length);
        foreach (var rune in text.Normalize(NormalizationForm.FormKC).EnumerateRunes())
        {
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
