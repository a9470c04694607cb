using System.Net;
using System.Text.RegularExpressions;
using ChatBot.Bot.Channels.Rendering;

namespace ChatBot.TestKit.Rendering;

/// <summary>
/// Reads mrkdwn as Slack shows it, written without a look at the writer: fences first, then code and links of a line, then marks, which
/// count only where they touch a blank, punctuation or a mark of another kind outside and no blank inside. A space of no width is a blank.
/// </summary>
public static partial class MrkdwnReading
{
    /// <summary>What a reader sees, without white space.</summary>
    public static IReadOnlyList<Seen> Of(string mrkdwn) =>
        [.. Lines(mrkdwn).SelectMany(line => line.Seen).Where(seen => !char.IsWhiteSpace(seen.Character))];

    /// <summary>Line by line: in a fence, in a quote, or neither.</summary>
    public static IEnumerable<(bool IsCode, bool IsQuote, IReadOnlyList<Seen> Seen)> Lines(string mrkdwn)
    {
        var isCode = false;
        foreach (var line in mrkdwn.Split('\n'))
        {
            var seen = new List<Seen>();
            var isQuote = !isCode && line.StartsWith("&gt; ", StringComparison.Ordinal);
            if (line == "```")
            {
                isCode = !isCode;
                continue;
            }
            if (isCode)
                Add(seen, WebUtility.HtmlDecode(line), Marks.Code);
            else
                Line(seen, isQuote ? line[5..] : line);
            yield return (isCode, isQuote, seen);
        }
    }

    private static void Line(List<Seen> seen, string line)
    {
        // What marks do not reach into stands as one letter that none of them knows.
        var parts = new List<(string Text, Marks Marks)>();
        var text = Whole()
            .Replace(
                line,
                match =>
                {
                    parts.Add(
                        match.Groups["code"].Success ? (match.Groups["code"].Value, Marks.Code) : (match.Groups["label"].Value, Marks.None)
                    );
                    return match.Groups["code"].Success ? "\uE000" : "\uE001";
                }
            );
        var looks = new Marks[text.Length];
        var hidden = new bool[text.Length];
        foreach (var (sign, mark) in ((char, Marks)[])[('*', Marks.Bold), ('_', Marks.Italic), ('~', Marks.Struck)])
            Mark(text, sign, mark, looks, hidden);
        var part = 0;
        for (var at = 0; at < text.Length; at++)
            if (hidden[at])
                continue;
            else if (text[at] is '\uE000' or '\uE001')
            {
                Add(seen, WebUtility.HtmlDecode(parts[part].Text), parts[part].Marks | looks[at]);
                part++;
            }
            else if (text[at] == '&' && Entity().Match(text, at) is { Success: true } entity)
            {
                Add(seen, WebUtility.HtmlDecode(entity.Value), looks[at]);
                at += entity.Length - 1;
            }
            else
                Add(seen, text[at].ToString(), looks[at]);
    }

    private static void Mark(string text, char sign, Marks mark, Marks[] looks, bool[] hidden)
    {
        for (var at = 0; at < text.Length; at++)
        {
            if (text[at] != sign || !Outside(text, at - 1, sign) || Blank(text, at + 1))
                continue;
            var end = at + 1;
            while (end < text.Length && (text[end] != sign || Blank(text, end - 1) || !Outside(text, end + 1, sign) || end == at + 1))
                end++;
            if (end >= text.Length)
                continue;
            (hidden[at], hidden[end]) = (true, true);
            for (var inner = at + 1; inner < end; inner++)
                looks[inner] |= mark;
            at = end;
        }
    }

    private static bool Blank(string text, int at) => at < 0 || at >= text.Length || char.IsWhiteSpace(text[at]) || text[at] == '\u200B';

    private static bool Outside(string text, int at, char sign) =>
        Blank(text, at) || (text[at] != sign && char.IsAscii(text[at]) && (char.IsPunctuation(text[at]) || char.IsSymbol(text[at])));

    private static void Add(List<Seen> seen, string text, Marks marks) =>
        seen.AddRange(text.Where(character => character != '\u200B').Select(character => new Seen(character, marks)));

    [GeneratedRegex("`(?<code>[^`]+)`|<(?<url>https?://[^|>]+)\\|(?<label>[^>]*)>|<(?<label>https?://[^>]*)>")]
    private static partial Regex Whole();

    [GeneratedRegex("\\G&(amp|lt|gt);")]
    private static partial Regex Entity();
}
