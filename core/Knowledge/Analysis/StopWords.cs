using System.Collections.Frozen;

namespace ChatBot.Knowledge.Analysis;

/// <summary>
/// English words that carry a question but not its subject. They stay in the index, so phrases keep their shape; a search looks
/// for them only when a question has nothing else.
/// </summary>
public static class StopWords
{
    private static readonly FrozenSet<string> Words = (
        "a about after all also an and any are as at be because been before being both but by can could did do does doing done during each " +
        "either else ever for from get gets getting give gives had has have having he her here hers him his how however i if in into is it its itself " +
        "just let lets like many may me might mine more most much must my myself need no not of off on once one only or other our ours " +
        "out over own please shall she should so some such tell than that the their theirs them then there these they thing things this those " +
        "through to too under until up upon us use used using very was we were what whats when where whether which while who whom whose why " +
        "will with within without would you your yours im ive dont doesnt didnt isnt arent cant couldnt shouldnt wouldnt wont explain describe know " +
        "want happens happen way kind type name called").Split(' ').ToFrozenSet(StringComparer.Ordinal);

    /// <param name="word">Lower case, unstemmed, without apostrophes.</param>
    public static bool Contains(string word) => Words.Contains(word);
}
