namespace ChatBot.Answering.Language;

/// <summary>
/// How much a word says about a text's subject, from its rank among the commonest English words (Zipf: frequency falls with rank).
/// The list stands in for the document frequencies of a large corpus, so that rarity means the same for every company's documents.
/// </summary>
public static class CommonWords
{
    private static readonly Dictionary<string, int> Ranks = Load();

    /// <summary>Words that say nothing about a subject: articles, pronouns, auxiliaries, question words.</summary>
    private static readonly HashSet<string> Function = new(
        """
        a an the and or but if so than then as at by for from in into of off on onto out over to up with within without about
        i me my mine we us our you your he him his she her it its they them their this that these those there here
        is are was were be been being am do does did done doing have has had having can could may might must shall should will would
        what which who whom whose when where why how not no nor
        im ive id ill dont didnt doesnt isnt arent cant couldnt shouldnt wouldnt wont whats whos wheres hows thats theres lets
        also just very too please tell some any much many more most such own same other each both few
        """.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
    );

    public static bool IsFunction(string word) => Function.Contains(word);

    /// <summary>0 for function words, about 0.2 for the commonest others, 1 for words outside the list.</summary>
    public static double Weight(string word)
    {
        if (Function.Contains(word))
            return 0;
        if (!Ranks.TryGetValue(word, out var rank))
            return 1;
        return Math.Clamp(Math.Log(rank + 10) / Math.Log(Ranks.Count + 10), 0.2, 1);
    }

    private static Dictionary<string, int> Load()
    {
        using var stream =
            typeof(CommonWords).Assembly.GetManifestResourceStream("answering/common-words.txt")
            ?? throw new InvalidOperationException("common-words.txt is not embedded");
        using var reader = new StreamReader(stream);
        var ranks = new Dictionary<string, int>();
        while (reader.ReadLine() is { } word)
            ranks.TryAdd(word, ranks.Count);
        return ranks;
    }
}
