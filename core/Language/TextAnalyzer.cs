using System.Text;

namespace ChatBot.Language;

/// <summary>A term of the index, with the word it came from.</summary>
/// <param name="Term">Folded and stemmed.</param>
/// <param name="Word">Folded, not stemmed.</param>
/// <param name="Compound">An identifier, file name, code or number written as one (<c>bulk_write.py</c> → <c>bulkwritepy</c>,
/// <c>ERR-12</c> → <c>err12</c>), beside its parts.</param>
/// <param name="Exact">A name told from others by a sign (<c>C#</c>): no other spelling is meant.</param>
public readonly record struct AnalyzedTerm(string Term, string Word, bool Compound = false, bool Exact = false)
{
    public bool IsStopWord => !Compound && FunctionWords.IsStopWord(Word);
}

/// <summary>
/// Turns text into index terms. Documents and questions go through the same analysis in this process, whatever the database:
/// its full-text index only stores and finds terms, so both engines rank alike and the ranking can look at positions.
/// </summary>
public static class TextAnalyzer
{
    /// <summary>Raised when terms change, so that documents indexed by an older analysis are read again.</summary>
    public const string Version = "3";

    /// <summary>Stands between sentences in <see cref="AnalyzedText.Body"/>; no database tokenizer takes it for a term.</summary>
    public const string SentenceMark = ".";

    private const int LongestTerm = 48;

    /// <summary>Parts of one word: longer runs are phrases, dates or identifiers of machines.</summary>
    private const int MostHyphenated = 4;

    /// <summary>The terms of a question in order, compounds after their parts.</summary>
    public static List<AnalyzedTerm> Terms(string text)
    {
        var terms = new List<AnalyzedTerm>();
        Read(text, (term, _) => terms.Add(term));
        return terms;
    }

    /// <summary>A chunk's terms as the index stores them.</summary>
    public static AnalyzedText Analyze(string text)
    {
        var body = new StringBuilder(text.Length);
        var names = new StringBuilder();
        var length = 0;
        Read(
            text,
            (term, startsSentence) =>
            {
                if (startsSentence && length > 0)
                    body.Append(SentenceMark).Append(' ');
                if (term.Compound)
                    names.Append(term.Term).Append(' ');
                else
                {
                    body.Append(term.Term).Append(' ');
                    length++;
                }
            }
        );
        return new AnalyzedText(body.ToString().TrimEnd(), names.ToString().TrimEnd(), length);
    }

    private static void Read(string text, Action<AnalyzedTerm, bool> emit)
    {
        var sentence = false;
        var at = 0;
        var (chain, parts) = (0, 0); // where a run of tokens with hyphens between them begins, and how many they are
        while (at < text.Length)
        {
            var c = text[at];
            if (Scripts.IsUnspaced(c))
            {
                var start = at;
                while (at < text.Length && Scripts.IsUnspaced(text[at]))
                    at++;
                Unspaced(text.AsSpan(start, at - start), emit, ref sentence);
            }
            else if (char.IsLetterOrDigit(c))
            {
                var start = at;
                chain = parts == 0 ? at : chain;
                parts++;
                at = EndOfToken(text, at);
                Token(text.AsSpan(start, at - start), Suffix(text, ref at), emit, ref sentence);
                if (GoesOn(text, at))
                    at++;
                else
                {
                    if (parts is > 1 and <= MostHyphenated)
                        Hyphenated(text.AsSpan(chain, at - chain), emit);
                    parts = 0;
                }
            }
            else
            {
                if (c is '.' or '!' or '?' or '\n' or '。' or '！' or '？')
                    sentence = true;
                at++;
            }
        }
    }

    private static bool GoesOn(string text, int at) =>
        at + 1 < text.Length
        && text[at] is '-' or '\u2010' or '\u2011'
        && char.IsLetterOrDigit(text[at + 1])
        && !Scripts.IsUnspaced(text[at + 1]);

    /// <summary>
    /// ERR-12, utf-8, e-mail: written as one, beside the parts, for who writes them without the hyphen. Ranges of numbers are not.
    /// </summary>
    private static void Hyphenated(ReadOnlySpan<char> run, Action<AnalyzedTerm, bool> emit)
    {
        Span<char> whole = stackalloc char[LongestTerm];
        var length = 0;
        var letters = false;
        if (run.Length > 2 && run[^1] is 's' or 'S' && run[^2] is '\'' or '’')
            run = run[..^2];
        foreach (var c in run)
        {
            if (!char.IsLetterOrDigit(c))
                continue;
            if (length == LongestTerm)
                return;
            letters |= char.IsLetter(c);
            whole[length++] = Folding.Fold(c);
        }
        var word = whole[..length].ToString();
        if (letters)
            emit(new AnalyzedTerm(Stems.Of(word), word, Compound: true), false);
    }

    /// <summary>
    /// A token runs over letters, digits, and the marks that join an identifier, a file name, an abbreviation or a number.
    /// </summary>
    private static int EndOfToken(string text, int at)
    {
        while (at < text.Length)
        {
            var c = text[at];
            if (
                char.IsLetterOrDigit(c) && !Scripts.IsUnspaced(c)
                || c == '_'
                || Folding.IsDecoration(c)
                || Folding.IsMark(c)
                || char.IsSurrogate(c)
            )
                at++;
            else if (
                at + 1 < text.Length
                && char.IsLetterOrDigit(text[at + 1])
                && !Scripts.IsUnspaced(text[at + 1])
                && (c is '\'' or '’' or '.' || (c == ',' && char.IsAsciiDigit(text[at - 1]) && char.IsAsciiDigit(text[at + 1])))
            )
                at++;
            else
                break;
        }
        return at;
    }

    /// <summary>C#, F#, C++, A+: the signs belong to the name.</summary>
    private static string Suffix(string text, ref int at)
    {
        if (at > 1 && char.IsLetterOrDigit(text[at - 2]) || !char.IsAsciiLetter(text[at - 1]) || at == text.Length)
            return "";
        var signs = text.AsSpan(at);
        var (length, name) =
            signs[0] == '#' ? (1, "sharp")
            : signs.StartsWith("++") ? (2, "plusplus")
            : signs[0] == '+' && (signs.Length == 1 || char.IsWhiteSpace(signs[1]) || signs[1] is '?' or '.' or ',' or '!' or ')')
                ? (1, "plus")
            : (0, "");
        at += length;
        return name;
    }

    private static void Token(ReadOnlySpan<char> token, string suffix, Action<AnalyzedTerm, bool> emit, ref bool sentence)
    {
        Span<char> part = stackalloc char[LongestTerm];
        Span<char> whole = stackalloc char[LongestTerm];
        int partLength = 0,
            wholeLength = 0,
            parts = 0;
        var joined = false; // by _ or . : an identifier, whose parts count on their own
        var camel = !token.Contains('_') && CamelParts(token) <= 2;
        for (var i = 0; i < token.Length; i++)
        {
            var c = token[i];
            if (c is '\'' or '’')
            {
                if (i == token.Length - 2 && token[i + 1] is 's' or 'S')
                    break; // the possessive is not part of the name
                continue;
            }
            if (c == ',' || Folding.IsDecoration(c))
                continue;
            if (c is '_' or '.')
            {
                joined = true;
                EndPart(part, ref partLength, ref parts, emit, ref sentence);
                continue;
            }
            if (!camel && i > 0 && StartsCamelPart(token, i))
            {
                joined = true;
                EndPart(part, ref partLength, ref parts, emit, ref sentence);
            }
            var folded = Folding.Fold(c);
            if (partLength < LongestTerm)
                part[partLength++] = folded;
            if (wholeLength < LongestTerm)
                whole[wholeLength++] = folded;
        }
        foreach (var c in suffix)
            if (partLength < LongestTerm)
                part[partLength++] = c;
        EndPart(part, ref partLength, ref parts, emit, ref sentence, exact: suffix.Length > 0);
        if (joined && parts > 1 && wholeLength > 1)
        {
            var compound = whole[..wholeLength].ToString();
            emit(new AnalyzedTerm(compound, compound, Compound: true), false);
        }
    }

    private static void EndPart(
        Span<char> part,
        ref int length,
        ref int parts,
        Action<AnalyzedTerm, bool> emit,
        ref bool sentence,
        bool exact = false
    )
    {
        if (length == 0)
            return;
        var word = part[..length].ToString();
        emit(new AnalyzedTerm(Stems.Of(word), word, Exact: exact), sentence);
        sentence = false;
        length = 0;
        parts++;
    }

    /// <summary>Two-part names of prose (GitHub, DuckDB) stay one word; longer ones are code and are split.</summary>
    private static int CamelParts(ReadOnlySpan<char> token)
    {
        var parts = 1;
        for (var i = 1; i < token.Length; i++)
            if (StartsCamelPart(token, i))
                parts++;
        return parts;
    }

    private static bool StartsCamelPart(ReadOnlySpan<char> token, int i) =>
        char.IsUpper(token[i])
        && (
            char.IsLower(token[i - 1])
            || (char.IsUpper(token[i - 1]) && i + 2 < token.Length && char.IsLower(token[i + 1]) && char.IsLower(token[i + 2]))
        );

    /// <summary>Overlapping pairs of characters, the usual index unit where words have no spaces between them.</summary>
    private static void Unspaced(ReadOnlySpan<char> run, Action<AnalyzedTerm, bool> emit, ref bool sentence)
    {
        for (var i = 0; i < Math.Max(1, run.Length - 1); i++)
        {
            var pair = run.Slice(i, Math.Min(2, run.Length)).ToString();
            emit(new AnalyzedTerm(pair, pair), sentence);
            sentence = false;
        }
    }
}

/// <param name="Body">Stemmed terms in text order, separated by spaces, with <see cref="TextAnalyzer.SentenceMark"/> between
/// sentences.</param>
/// <param name="Names">Compounds: identifiers, file names, dotted abbreviations.</param>
/// <param name="Length">Number of terms in <paramref name="Body"/>.</param>
public sealed record AnalyzedText(string Body, string Names, int Length);
