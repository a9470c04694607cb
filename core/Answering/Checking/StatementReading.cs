using System.Text.RegularExpressions;
using ChatBot.Knowledge.Chunking;
using ChatBot.Language;

namespace ChatBot.Answering.Checking;

/// <summary>A statement, read once, to be held against one set of sources after another.</summary>
internal sealed partial class StatementReading(string text)
{
    private const int LeastWords = 4;

    /// <summary>Fewer words around a sentence cannot tell whether it belongs there.</summary>
    private const int LeastAround = 25;

    /// <summary>A block of code.</summary>
    public bool IsCode { get; } = Sentences.Fence(text.TrimStart().Split('\n')[0]).Length > 0;

    /// <summary>It is one, or brings one along.</summary>
    public bool HasCode { get; } = text.Split('\n').Any(IsFence);

    private readonly List<TextToken> _tokens = TextTokens.Of(WithBareFences(text));

    /// <summary>As <see cref="HeldBy"/> counts: of code its lines.</summary>
    public double Weight => IsCode ? text.Split('\n').Count(line => line.Trim().Length > 0) - 2 : _tokens.Sum(token => token.Weight);

    public bool IsQuestion => text.TrimEnd().EndsWith('?');

    /// <summary>Null where it follows from them.</summary>
    public StatementFault? FaultOf(IReadOnlyList<SourceText> sources)
    {
        if (IsCode)
            return CodeFault(sources);
        if (!_tokens.Exists(token => token.IsContent))
            return new StatementFault("unsupported", "");
        return StatementRules.Fault(_tokens, sources)
            ?? (HasCode ? CodeFault(sources) : null)
            ?? (Score(SupportForest.Shipped, Features(sources)) > 0 ? null : new StatementFault("unsupported", Lacking(sources)));
    }

    /// <summary>The words that nothing in the sources stands for.</summary>
    private string Lacking(IReadOnlyList<SourceText> sources)
    {
        const int most = 4;
        var words = new Alignment(_tokens, sources).Words;
        return string.Join(
            ", ",
            _tokens.Where((token, i) => token.IsContent && words[i].Sentence < 0).Select(token => token.Original).Distinct().Take(most)
        );
    }

    /// <summary>What the forest judges it by: as a whole, then, where it joins several, each of its parts.</summary>
    public IReadOnlyList<double[]> Features(IReadOnlyList<SourceText> sources) =>
        [.. Parts().Prepend(_tokens).Select(tokens => SupportEvidence.Of(new Alignment(tokens, sources)))];

    /// <summary>As a whole it follows, or each of its parts does.</summary>
    public static double Score(SupportForest forest, IReadOnlyList<double[]> features) =>
        features.Count == 1 ? forest.Score(features[0]) : Math.Max(forest.Score(features[0]), features.Skip(1).Min(forest.Score));

    /// <summary>Two or more, or none.</summary>
    private List<List<TextToken>> Parts()
    {
        var parts = Bound().Split(text).Select(part => TextTokens.Of(part)).ToList();
        return parts.Count > 1 && parts.TrueForAll(part => part.Count >= LeastWords) ? parts : [];
    }

    [GeneratedRegex(@";\s+|,\s+(?:and|but|whereas|while|so|yet)\s+|\s+(?:whereas|while)\s+")]
    private static partial Regex Bound();

    /// <summary>The weight of its words that a source has.</summary>
    public double HeldBy(SourceText source) =>
        IsCode
            ? text.Split('\n').Count(line => line.Trim().Length > 0 && source.HoldsLine(line))
            : _tokens.Sum(token => source.Words.Contains(token.Stem) || source.Words.Contains(token.Word) ? token.Weight : 0);

    /// <summary>
    /// The share of its weight that the question, the headings or the sentences around those that it repeats have words of: what a document
    /// says is part of it, and what somebody planted in it stands alone.
    /// </summary>
    public double Kinship(IReadOnlyList<SourceText> sources, SourceText question)
    {
        var own = _tokens.Select(token => token.Stem).ToHashSet();
        var around = new HashSet<string>(question.Words);
        foreach (var source in sources)
            for (var i = -1; i < source.Sentences.Count; i++)
            {
                var sentence = i < 0 ? source.Headings : source.Sentences[i];
                var announces =
                    i >= 0 && i + 1 < source.Sentences.Count && source.Sentences[i + 1].IsCode && IsRepeated(source.Sentences[i + 1], own);
                if (i < 0 || !announces && !IsRepeated(sentence, own))
                    foreach (var token in sentence.Tokens)
                    foreach (var part in WordLikeness.Parts.Of(token.Original))
                        around.Add(part);
            }
        double held = 0,
            all = 0;
        foreach (var token in _tokens)
        foreach (var term in Terms.Of(token.Original))
        {
            all += term.Weight;
            held += around.Contains(term.Stem) ? term.Weight : 0;
        }
        return around.Count < LeastAround ? 1
            : all == 0 ? 0
            : held / all;
    }

    /// <summary>Most of the sentence's weight is in the statement.</summary>
    private static bool IsRepeated(SourceSentence sentence, HashSet<string> own)
    {
        const double most = 0.6;
        var all = sentence.Tokens.Sum(token => token.Weight);
        return sentence.Tokens.Sum(token => own.Contains(token.Stem) ? token.Weight : 0) >= most * all;
    }

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
        var inCode = false;
        foreach (var line in text.Split('\n'))
            if (IsFence(line))
                inCode = !inCode;
            else if (inCode && line.Trim().Length > 0 && !sources.Any(source => source.HoldsLine(line)))
                return new StatementFault("code", line.Trim());
        return null;
    }

    /// <summary>The name of a language behind a fence says nothing.</summary>
    private static string WithBareFences(string text) =>
        string.Join('\n', text.Split('\n').Select(line => IsFence(line) ? Sentences.Fence(line.AsSpan().Trim()) : line));

    private static bool IsFence(string line) => Sentences.Fence(line.AsSpan().Trim()).Length > 0;
}
