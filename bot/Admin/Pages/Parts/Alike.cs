using System.Globalization;

namespace ChatBot.Bot.Admin.Pages.Parts;

/// <summary>
/// How alike two questions are, in words. The score is a probability that they want the same; the bands are narrow at its upper end, where
/// the thresholds of corrections lie.
/// </summary>
internal static class Alike
{
    public static string Words(double similarity) =>
        similarity switch
        {
            >= 0.995 => "the same",
            >= 0.95 => "almost the same",
            >= 0.85 => "very much alike",
            >= 0.65 => "alike",
            >= 0.4 => "somewhat alike",
            _ => "hardly alike",
        };

    /// <summary>As figures stand behind the words.</summary>
    public static string Number(double similarity) => similarity.ToString("0.00", CultureInfo.InvariantCulture);
}
