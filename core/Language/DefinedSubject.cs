namespace ChatBot.Language;

/// <summary>"What is a tombstone (in …)?": the one or two words that are to be defined.</summary>
internal static class DefinedSubject
{
    private const int MostWords = 2;

    private static readonly WordList List = WordList.Load("definitions");
    private static readonly WordList Opens = List["opens"],
        Is = List["is"],
        Articles = List["articles"];

    /// <returns>Stems; empty where the question asks for no definition.</returns>
    public static IReadOnlyList<string> Of(IReadOnlyList<Term> terms)
    {
        if (terms.Count < 3 || !Opens.Contains(terms[0].Word) || !(Is.Contains(terms[1].Word) || IsArticle(terms[1])))
            return [];
        var words = terms.Skip(!IsArticle(terms[1]) && IsArticle(terms[2]) ? 3 : 2).TakeWhile(term => term.Weight > 0).ToList();
        return words.Count is > 0 and <= MostWords ? words.ConvertAll(term => term.Stem) : [];
    }

    private static bool IsArticle(Term term) => Articles.Contains(term.Word);
}
