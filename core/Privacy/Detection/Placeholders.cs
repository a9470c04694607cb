using ChatBot.Language;

namespace ChatBot.Privacy.Detection;

/// <summary>
/// Values that stand for a secret without being one: <c>${DB_PASSWORD}</c>, <c>&lt;token&gt;</c>, <c>os.environ["KEY"]</c>, <c>****</c>.
/// </summary>
internal static class Placeholders
{
    private static readonly WordList Lists = WordList.Load("secret-placeholders");
    private static readonly string[] Words = [.. Lists["words"].Lines.SelectMany(WordList.WordsOf)];
    private static readonly string[] Parts = [.. Lists["parts"].Lines.SelectMany(WordList.WordsOf)];

    public static bool IsOne(ReadOnlySpan<char> value)
    {
        if (value.IsEmpty || value[0] is '$' or '<' or '{' or '[' or '%' or '(' or '@' or '&')
            return true;
        if (value.IndexOfAny("(){}[]<>") >= 0)
            return true;
        if (value.IndexOfAnyExcept(value[0]) < 0)
            return true;
        foreach (var word in Words)
            if (value.Equals(word, StringComparison.OrdinalIgnoreCase))
                return true;
        foreach (var part in Parts)
            if (value.Contains(part, StringComparison.OrdinalIgnoreCase))
                return true;
        return false;
    }
}
