using ChatBot.Language;

namespace ChatBot.Answering.Checking;

/// <summary>What a statement must not do, for certain: say a figure, unit, identifier, name or link that no source holds.</summary>
internal static class StatementRules
{
    public static StatementFault? Fault(IReadOnlyList<TextToken> tokens, IReadOnlyList<SourceText> sources)
    {
        for (var i = 0; i < tokens.Count; i++)
            if (Fault(tokens, i, sources) is { } rule)
                return new StatementFault(rule, tokens[i].Original);
        return null;
    }

    private static string? Fault(IReadOnlyList<TextToken> tokens, int at, IReadOnlyList<SourceText> sources)
    {
        var token = tokens[at];
        return token.Kind switch
        {
            TokenKind.Link => sources.Any(source => HoldsLink(source.Raw, token.Original.TrimEnd('/'))) ? null : "link",
            TokenKind.Identifier => sources.Any(source => Holds(source, token)) ? null : "identifier",
            TokenKind.Figure => FigureFault(tokens, at, sources),
            _ when token.Word.Length > 1 && token.Word != "second" && Figures.IsUnit(token) && !IsBehindFigure(tokens, at) => sources.Any(
                source =>
                    source.Words.Contains(token.Stem)
                    || Figures.IsOne(tokens, at - 1 < 0 ? at : at - 1) && source.Figures.Exists(figure => figure.Carries(One(token)))
                    || token.Stem.Length > 2 && source.Words.Contains(token.Stem + "ly")
            )
                ? null
                : "unit",
            _ when token.IsName && token.Weight > 0 => sources.Any(source => HoldsWord(source, token)) ? null : "name",
            _ => null,
        };
    }

    private static Figure One(TextToken unit) => Figures.At([unit with { Kind = TokenKind.Figure, Word = "1" }, unit], 0);

    private static bool IsBehindFigure(IReadOnlyList<TextToken> tokens, int at) => at > 0 && tokens[at - 1].Kind == TokenKind.Figure;

    private static string? FigureFault(IReadOnlyList<TextToken> tokens, int at, IReadOnlyList<SourceText> sources)
    {
        var said = Figures.At(tokens, at);
        if (sources.Any(source => source.Figures.Exists(figure => figure.Carries(said))))
            return null;
        // "The two" are two things that were just named.
        if (
            said.Dimension.Length == 0
            && at > 0
            && tokens[at - 1].Word is "the" or "these" or "those"
            && !char.IsAsciiDigit(tokens[at].Original[0])
        )
            return null;
        var known = sources.Any(source => source.Figures.Exists(figure => figure.Value == said.Value));
        return known && said.Dimension.Length > 0 ? "unit" : "figure";
    }

    private static bool Holds(SourceText source, TextToken token)
    {
        var identifier = token.Original.TrimEnd('(', ')', '.', ':');
        if (token.InCode && identifier.All(char.IsAsciiLetter))
            return HoldsWord(source, token);
        var comparison = token.InCode ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase;
        return source.Holds(identifier, comparison)
            || identifier.IndexOfAny(['=', ':', '(', '[', ',']) > 0
                && identifier
                    .Split('=', ':', '(', ')', '[', ']', ',', '"', '\'')
                    .Where(part => part.Length > 0)
                    .All(part => source.Holds(part, comparison));
    }

    private static bool HoldsWord(SourceText source, TextToken token) =>
        source.Words.Contains(token.Word) || source.Words.Contains(token.Stem) || source.Words.Contains(Stems.Of(token.Word));

    /// <summary>Not the beginning of another address: example.co is not example.com.</summary>
    private static bool HoldsLink(string text, string link)
    {
        for (var at = 0; (at = text.IndexOf(link, at, StringComparison.OrdinalIgnoreCase)) >= 0; at++)
        {
            var rest = text.AsSpan(at + link.Length);
            if (
                rest is not [var next, ..]
                || !char.IsLetterOrDigit(next) && (next is not ('.' or '-') || rest is not [_, var then, ..] || !char.IsLetterOrDigit(then))
            )
                return true;
        }
        return false;
    }
}
