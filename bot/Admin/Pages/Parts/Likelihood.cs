namespace ChatBot.Bot.Admin.Pages.Parts;

/// <summary>
/// How likely it is that one of two is the better one, in words. Who follows "probably" is wrong one time in ten at most, who follows "very
/// likely" one in a hundred; a single rating more on one side reaches neither.
/// </summary>
internal static class Likelihood
{
    private const double Probably = 0.9,
        VeryLikely = 0.99;

    /// <param name="first">As it is called, with its article.</param>
    /// <param name="probability">That the second is the better one, 0 to 1.</param>
    /// <param name="rated">People who rated either.</param>
    public static string Words(string first, string second, double probability, long rated) =>
        rated == 0
            ? "No telling yet: nobody has rated an answer."
            : Math.Max(probability, 1 - probability) switch
            {
                >= VeryLikely => $"Very likely {Better(first, second, probability)} is better.",
                >= Probably => $"Probably {Better(first, second, probability)} is better.",
                _ => "No telling yet which is better.",
            };

    private static string Better(string first, string second, double probability) => probability >= 0.5 ? second : first;
}
