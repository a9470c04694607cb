using ChatBot.Language;

namespace ChatBot.Knowledge.Searching;

/// <summary>The nearest term of the index for a word that it does not hold: typos, and spellings the stemmer cannot join.</summary>
internal static class Spelling
{
    /// <summary>Shorter words have too many neighbours to guess.</summary>
    private const int ShortestWord = 4;

    public sealed record Near(string Term, long Chunks, double Certainty);

    /// <summary>The nearest term of the index for each of these that has one.</summary>
    public static async ValueTask<IReadOnlyDictionary<string, Near>> OfAsync(
        IKnowledgeSnapshot index,
        IEnumerable<string> unknown,
        CancellationToken cancel
    )
    {
        var spellings = new Dictionary<string, Near>(StringComparer.Ordinal);
        foreach (var term in unknown)
            if (await NearestAsync(index, term, cancel) is { } near)
                spellings[term] = near;
        return spellings;
    }

    /// <summary>
    /// Looks among the terms that begin as this one does, then as it would without or with a swap of its first letters; a whole
    /// letter of the vocabulary would take longer than the search.
    /// </summary>
    private static async ValueTask<Near?> NearestAsync(IKnowledgeSnapshot index, string term, CancellationToken cancel)
    {
        if (term.Length < ShortestWord || !term.AsSpan().ContainsAnyInRange('a', 'z') || term.AsSpan().ContainsAnyInRange('0', '9'))
            return null;
        var edits = term.Length < 8 ? 1 : 2;
        foreach (
            var prefix in new[] { $"{term[0]}{term[1]}", $"{term[0]}{term[2]}", $"{term[1]}{term[0]}", $"{term[1]}{term[2]}" }.Distinct()
        )
            if (Best(term, edits, await index.TermsStartingAsync(prefix, term.Length - edits, term.Length + edits, cancel)) is { } near)
                return near;
        return null;
    }

    private static Near? Best(string term, int edits, IReadOnlyList<TermFrequency> candidates)
    {
        Near? best = null;
        var bestDistance = edits + 1;
        foreach (var candidate in candidates)
        {
            var distance = EditDistance.Between(term, candidate.Term, edits);
            if (distance < bestDistance || (distance == bestDistance && best is not null && candidate.Chunks > best.Chunks))
            {
                bestDistance = distance;
                best = new Near(candidate.Term, candidate.Chunks, 1 - 0.2 * distance);
            }
        }
        return best;
    }
}
