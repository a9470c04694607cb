using System.Text.RegularExpressions;
using ChatBot.Knowledge.Chunking;
using ChatBot.Knowledge.Indexing;
using ChatBot.Language;

namespace ChatBot.Answering.Checking;

/// <summary>A sentence of a source, a line of its code, or its headings.</summary>
/// <param name="Text">As the passage has it.</param>
internal sealed record SourceSentence(string Text, IReadOnlyList<TextToken> Tokens, bool IsCode)
{
    /// <summary>Of its tokens in <see cref="SourceText.Vocabulary"/>.</summary>
    public int[] Ids { get; set; } = [];
}

/// <summary>A passage as statements are compared with it.</summary>
internal sealed partial class SourceText
{
    public SourceText(Passage passage)
        : this(passage.Title, passage.Text) { }

    public SourceText(string title, string body)
    {
        Raw = $"{title}\n{body}";
        var sentences = new List<SourceSentence>();
        foreach (var sentence in Knowledge.Chunking.Sentences.Split(body))
        {
            var text = sentence.In(body);
            if (sentence.Kind != SentenceKind.Code)
                sentences.Add(new SourceSentence(text, TextTokens.Of(text), false));
            else
                foreach (var line in text.Split('\n'))
                    if (
                        line.Trim().TrimStart('`', '~') is { Length: > 0 } said
                        && (said.Contains(' ') || said.Length == line.Trim().Length)
                    )
                        sentences.Add(new SourceSentence(line, TextTokens.Of(line, isCode: true), true));
        }
        Sentences = sentences;
        Headings = new SourceSentence(title, TextTokens.Of(title), false);
        foreach (var sentence in sentences.Append(Headings))
        {
            Read(sentence.Tokens);
            sentence.Ids = [.. sentence.Tokens.Select(Id)];
        }
        foreach (var number in Number().EnumerateMatches(Raw))
            if (Raw.Substring(number.Index, number.Length) is var value && !Figures.Exists(figure => figure.Value == value))
                Figures.Add(new Figure(value, "", 0));
    }

    /// <summary>Figures inside names of files and the like.</summary>
    [GeneratedRegex(@"(?<![\d.,])\d+(?:\.\d+)*(?![\d,])")]
    private static partial Regex Number();

    /// <summary>Headings and text as they are written.</summary>
    public string Raw { get; }

    /// <summary>Its words, each once.</summary>
    public List<TextToken> Vocabulary { get; } = [];

    private readonly Dictionary<(TokenKind, string, string), int> _ids = [];

    private int Id(TextToken token)
    {
        if (!_ids.TryGetValue((token.Kind, token.Word, token.Stem), out var id))
        {
            _ids[(token.Kind, token.Word, token.Stem)] = id = Vocabulary.Count;
            Vocabulary.Add(token);
        }
        return id;
    }

    public IReadOnlyList<SourceSentence> Sentences { get; }

    public SourceSentence Headings { get; }

    /// <summary>Stems and words, those that identifiers are made of as well.</summary>
    public HashSet<string> Words { get; } = new(StringComparer.Ordinal);

    public List<Figure> Figures { get; } = [];

    private void Read(IReadOnlyList<TextToken> tokens)
    {
        for (var i = 0; i < tokens.Count; i++)
        {
            var token = tokens[i];
            Words.Add(token.Word);
            Words.Add(token.Stem);
            if (token.Kind == TokenKind.Figure)
                Figures.Add(Checking.Figures.At(tokens, i));
            else if (token.Kind != TokenKind.Word)
                foreach (var part in Terms.Of(token.Original))
                {
                    Words.Add(part.Word);
                    Words.Add(part.Stem);
                    if (Numbers.Plain(part.Word) is var plain && plain.Length > 0 && char.IsAsciiDigit(plain[0]))
                        Figures.Add(new Figure(plain, "", 0));
                }
            else if (Checking.Figures.IsOne(tokens, i))
                Figures.Add(Checking.Figures.At([token with { Kind = TokenKind.Figure, Word = "1" }, .. tokens.Skip(i + 1).Take(1)], 0));
        }
    }

    /// <summary>Whether it stands there letter by letter, and is not a part of a longer name.</summary>
    public bool Holds(string identifier, StringComparison comparison)
    {
        for (var at = 0; (at = Raw.IndexOf(identifier, at, comparison)) >= 0; at++)
        {
            var end = at + identifier.Length;
            var before = at == 0 || !IsPart(Raw[at - 1]) || !IsPart(identifier[0]);
            var after =
                end == Raw.Length
                || !(IsPart(Raw[end]) && IsPart(identifier[^1]) || Raw[end] == '-' && end + 1 < Raw.Length && IsPart(Raw[end + 1]));
            if (before && after)
                return true;
        }
        return false;
    }

    /// <summary>Whether a line of code stands there, whatever white space is around and in it.</summary>
    public bool HoldsLine(string line)
    {
        _lines ??= [.. Raw.Split('\n').Select(Collapsed)];
        var sought = Collapsed(line);
        return _lines.Contains(sought)
            || sought.Length >= ShortestPart
                && _lines.Any(one => one.Contains(sought, StringComparison.Ordinal) && Holds(line.Trim(), StringComparison.Ordinal));
    }

    /// <summary>A part of a line that is shorter says nothing.</summary>
    private const int ShortestPart = 4;

    private HashSet<string>? _lines;

    private static string Collapsed(string line) =>
        string.Join(' ', line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).TrimStart('$', '>', ' ');

    private static bool IsPart(char c) => char.IsLetterOrDigit(c) || c == '_';
}
