using System.Collections.Frozen;

namespace ChatBot.Knowledge.Analysis;

/// <summary>
/// English words that carry a question but not its subject. They stay in the index, so phrases keep their shape; a search looks
/// for them only when a question has nothing else.
/// </summary>
public static class StopWords
{
    private static readonly FrozenSet<string> Words = (
        "a about all also an and any are as at be because been being both but by can could did do does doing done else for from had has "
        + "have having he her here hers him his how however i if in into is it its itself may me might mine must my myself no not of off "
        + "on or other our ours shall she should so some such tell than that the their theirs them then there these they thing things "
        + "this those to too under us very was we were what whats when where whether which while who whom whose why will with would you "
        + "your yours im ive dont doesnt didnt isnt arent cant couldnt shouldnt wouldnt wont "
        + "please explain describe want know let lets just get getting give need like help wondering hi hello thanks"
    )
        .Split(' ')
        .ToFrozenSet(StringComparer.Ordinal);

    /// <param name="word">Lower case, unstemmed, without apostrophes.</param>
    public static bool Contains(string word) => Words.Contains(word);
}
