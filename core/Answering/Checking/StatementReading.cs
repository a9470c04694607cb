using ChatBot.Knowledge.Chunking;

namespace ChatBot.Answering.Checking;

/// <summary>A statement, read once, to be held against one set of sources after another.</summary>
internal sealed class StatementReading(string text)
{
    private readonly bool _isCode = Sentences.Fence(text.TrimStart().Split('\n')[0]).Length > 0;

    private readonly List<TextToken> _tokens = TextTokens.Of(text);

    /// <summary>As <see cref="HeldBy"/> counts: of code its lines.</summary>
    public double Weight => _isCode ? text.Split('\n').Count(line => line.Trim().Length > 0) - 2 : _tokens.Sum(token => token.Weight);

    /// <summary>Null where it follows from them.</summary>
    public StatementFault? FaultOf(IReadOnlyList<SourceText> sources)
    {
        if (_isCode)
            return CodeFault(sources);
        if (!_tokens.Exists(token => token.IsContent))
            return new StatementFault("unsupported", "");
        return StatementRules.Fault(_tokens, sources)
            ?? (SupportForest.Shipped.Score(Features(sources)) > 0 ? null : new StatementFault("unsupported", ""));
    }

    /// <summary>What the forest judges it by.</summary>
    public double[] Features(IReadOnlyList<SourceText> sources) => SupportEvidence.Of(new Alignment(_tokens, sources));

    /// <summary>Whether the rules, which are certain, find nothing.</summary>
    public bool KeepsRules(IReadOnlyList<SourceText> sources) => StatementRules.Fault(_tokens, sources) is null;

    /// <summary>The weight of its words that a source has.</summary>
    public double HeldBy(SourceText source) =>
        _isCode
            ? text.Split('\n').Count(line => line.Trim().Length > 0 && source.HoldsLine(line))
            : _tokens.Sum(token => source.Words.Contains(token.Stem) || source.Words.Contains(token.Word) ? token.Weight : 0);

    /// <summary>Whether less than so much of its weight is in any of the texts.</summary>
    public bool IsDrift(IReadOnlyList<SourceText> texts, double share)
    {
        var all = _tokens.Sum(token => token.Weight);
        var held = _tokens.Sum(token => texts.Any(source => source.Words.Contains(token.Stem)) ? token.Weight : 0);
        return all > 0 && held < share * all;
    }

    /// <summary>Of code every line must stand in a source.</summary>
    private StatementFault? CodeFault(IReadOnlyList<SourceText> sources)
    {
        foreach (var line in text.Split('\n'))
            if (
                Sentences.Fence(line.AsSpan().Trim()).Length == 0
                && line.Trim().Length > 0
                && !sources.Any(source => source.HoldsLine(line))
            )
                return new StatementFault("code", line.Trim());
        return null;
    }
}
