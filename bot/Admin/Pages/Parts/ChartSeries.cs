using System.Globalization;

namespace ChatBot.Bot.Admin.Pages.Parts;

/// <summary>One line or one layer of bars.</summary>
/// <param name="Colour">Class that gives its colour, e.g. <c>answered</c>; see <c>admin-charts.css</c>.</param>
/// <param name="Values">One for each label; null where there is nothing to show.</param>
public sealed record ChartSeries(string Name, string Colour, IReadOnlyList<double?> Values);

/// <summary>Where things stand in a chart of 640 by 200 units.</summary>
internal sealed class ChartScale(int count, double largest)
{
    public const double Width = 640,
        Height = 200,
        Left = 44,
        Right = 20,
        Top = 8,
        Bottom = 24;

    /// <summary>The axis ends at 1, 2 or 5 times a power of ten.</summary>
    public double Most { get; } = Ceiling(largest);

    /// <summary>Of one label's place.</summary>
    public double Step => (Width - Left - Right) / Math.Max(1, count);

    /// <summary>Middle of a label's place.</summary>
    public double X(int index) => Left + (index + 0.5) * Step;

    public double Y(double value) => Height - Bottom - value / Most * (Height - Top - Bottom);

    /// <summary>Every so many labels are written: about seven.</summary>
    public int LabelEvery => Math.Max(1, (int)Math.Ceiling(count / 7.0));

    /// <summary>SVG coordinates, one decimal.</summary>
    public static string At(double value) => value.ToString("0.#", CultureInfo.InvariantCulture);

    /// <summary>3, 1.2k, 4.5M.</summary>
    public static string Short(double value) =>
        value switch
        {
            >= 1_000_000 => (value / 1_000_000).ToString("0.#", CultureInfo.InvariantCulture) + "M",
            >= 1_000 => (value / 1_000).ToString("0.#", CultureInfo.InvariantCulture) + "k",
            _ => value.ToString("0.##", CultureInfo.InvariantCulture),
        };

    private static double Ceiling(double value)
    {
        if (!(value > 0))
            return 1;
        var power = Math.Pow(10, Math.Floor(Math.Log10(value)));
        return new[] { 1, 2, 5, 10 }.Select(factor => factor * power).First(ceiling => ceiling >= value);
    }
}
