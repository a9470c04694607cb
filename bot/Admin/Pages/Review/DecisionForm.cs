using System.Globalization;

namespace ChatBot.Bot.Admin.Pages.Review;

/// <summary>What an admin posts to decide about a correction; <see cref="DecisionFields"/> asks for it.</summary>
public sealed class DecisionForm
{
    public string? Verdict { get; set; }
    public string? Text { get; set; }
    public string? Threshold { get; set; }
    public string? Reason { get; set; }

    /// <summary>An empty field means: as configured.</summary>
    /// <returns>False where it is no number from 0 to 1.</returns>
    public bool TryReadThreshold(out double? threshold)
    {
        threshold = null;
        if (string.IsNullOrWhiteSpace(Threshold))
            return true;
        var isNumber =
            double.TryParse(Threshold.Trim().Replace(',', '.'), NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            && number is >= 0 and <= 1;
        threshold = isNumber ? number : null;
        return isNumber;
    }
}
