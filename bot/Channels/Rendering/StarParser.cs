using System.Globalization;
using Markdig.Helpers;
using Markdig.Parsers;
using Markdig.Parsers.Inlines;
using Markdig.Syntax.Inlines;

namespace ChatBot.Bot.Channels.Rendering;

/// <summary>
/// Where chats differ from CommonMark's emphasis (spec.commonmark.org, 6.2). Two and more underscores in a row are a name's, a star between
/// two letters or digits is a product's. Bold ends behind punctuation that a letter follows (<c>**Note:**read</c>) and begins before a
/// bracket that follows a letter, neither of which CommonMark takes for marks.
/// </summary>
internal sealed class StarParser : InlineParser
{
    public StarParser() => OpeningCharacters = ['_', '*'];

    public override bool Match(InlineProcessor processor, ref StringSlice slice)
    {
        var mark = slice.CurrentChar;
        var length = 1;
        while (slice.PeekChar(length) == mark)
            length++;
        var (before, after) = (slice.PeekCharExtra(-1), slice.PeekChar(length));
        if (mark == '_' && length == 1)
            return false;
        if (mark == '_' || IsBetweenDigits(before, after) || (length == 1 && IsBetweenLetters(before, after)))
            processor.Inline = new LiteralInline(new string(mark, length));
        else if (length == 1 || Delimiter(processor, slice, length, before, after) is not { } delimiter)
            return false;
        else
            processor.Inline = delimiter;
        slice.Start += length;
        return true;
    }

    /// <summary>Paired by the parser of emphasis itself, once the whole line is read.</summary>
    private static EmphasisDelimiterInline? Delimiter(InlineProcessor processor, StringSlice slice, int length, char before, char after)
    {
        CharHelper.CheckOpenCloseDelimiter(before, after, enableWithinWord: true, out var opens, out var closes);
        opens |= closes && IsOpening(after) && !char.IsWhiteSpace(before);
        closes |= opens && IsPunctuation(before) && !IsOpening(before) && before != ',';
        if (!opens && !closes)
            return null;
        var parser = processor.Parsers.FindExact<EmphasisInlineParser>()!;
        return new EmphasisDelimiterInline(parser, parser.EmphasisDescriptors.First(one => one.Character == '*'))
        {
            Content = new StringSlice(slice.Text, slice.Start, slice.Start + length - 1),
            DelimiterCount = length,
            Type = (opens ? DelimiterType.Open : 0) | (closes ? DelimiterType.Close : 0),
        };
    }

    private static bool IsBetweenDigits(char before, char after) => char.IsAsciiDigit(before) && char.IsAsciiDigit(after);

    private static bool IsBetweenLetters(char before, char after) => char.IsAsciiLetterOrDigit(before) && char.IsAsciiLetterOrDigit(after);

    private static bool IsOpening(char sign) =>
        char.GetUnicodeCategory(sign) is UnicodeCategory.OpenPunctuation or UnicodeCategory.InitialQuotePunctuation;

    private static bool IsPunctuation(char sign) => char.IsPunctuation(sign) || char.IsSymbol(sign);
}
