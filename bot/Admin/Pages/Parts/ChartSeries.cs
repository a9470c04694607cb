using System.Globalization;

namespace ChatBot.Bot.Admin.Pages.Parts;

/// <summary>One line or one layer of bars.</summary>
/// <param name="Colour">Class that gives its colour, e.g. <c>answered</c>; see <c>admin-charts.css</c>.</param>
/// <param name="Values">One for each label; null where there is nothing to show.</param>
public sealed record ChartSeries(string Name, string Colour, IReadOnlyList<double?> Values);

/// <summary>Where things stand in a chart of 640 by 200 units.</summary>
/// <param name="count">How many days.</param>
/// <param name="largest">Value that has to fit.</param>
/// <param name="counts">Whether values are counted: then its lines stand at whole numbers.</param>
internal sealed class ChartScale(int count, double largest, bool counts = false)
{
    public const double Width = 640,
        Height = 200,
        Left = 44,
        Right = 20,
        Top = 8,
        Bottom = 24;

    private const double WidestBar = 48;

    /// <summary>Half of the widest label: the last one must not be cut.</summary>
    private const double HalfLabel = 32;

    /// <summary>Ends of an axis, times a power of ten.</summary>
    private static readonly double[] Ends = [1, 2, 4, 5, 6, 8, 10];

    /// <summary>Half of it is marked too, and of questions there are no halves.</summary>
    public double Most { get; } = Ceiling(largest, counts);

    public double BarWidth => Math.Min(Step * 0.8, WidestBar);

    /// <summary>Middle of a label, moved inwards where it would reach over the edge.</summary>
    public double LabelX(int index) => Math.Min(X(index), Width - HalfLabel);

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

    private static double Ceiling(double value, bool counts)
    {
        if (!(value > 0))
            return counts ? 2 : 1;
        var power = Math.Pow(10, Math.Floor(Math.Log10(value)));
        return Ends.Select(factor => factor * power).First(end => end >= value && (!counts || end % 2 == 0));
    }
}
