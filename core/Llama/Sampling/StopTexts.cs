namespace ChatBot.Llama.Sampling;

/// <summary>
/// Ends an answer at the first of some texts, also when one arrives in pieces: text that may be its beginning is held back
/// until that is settled. The stop text itself is never shown. One per answer.
/// </summary>
public sealed class StopTexts
{
    private readonly string[] stops;
    private string held = "";

    /// <param name="stops">Texts that end the answer; empty ones are ignored.</param>
    public StopTexts(IEnumerable<string> stops) => this.stops = [.. stops.Where(stop => stop.Length > 0).Distinct(StringComparer.Ordinal)];

    /// <summary>True once a stop text appeared; nothing is shown any more.</summary>
    public bool Stopped { get; private set; }

    /// <summary>Takes the next piece of the answer and gives the text that may be shown now.</summary>
    public string Next(string piece)
    {
        if (Stopped) return "";
        held += piece;
        var end = stops.Select(stop => held.IndexOf(stop, StringComparison.Ordinal)).Where(at => at >= 0).DefaultIfEmpty(-1).Min();
        if (end >= 0)
        {
            Stopped = true;
            return Show(end);
        }

        return Show(held.Length - LongestBeginning());
    }

    /// <summary>What was held back, once the answer has ended.</summary>
    public string Finish() => Stopped ? "" : Show(held.Length);

    private string Show(int length)
    {
        var shown = held[..length];
        held = Stopped ? "" : held[length..];
        return shown;
    }

    /// <summary>The length of the longest end of the held text that some stop text begins with.</summary>
    private int LongestBeginning()
    {
        for (var start = Math.Max(0, held.Length - stops.Select(stop => stop.Length - 1).DefaultIfEmpty(0).Max()); start < held.Length; start++)
            if (stops.Any(stop => stop.AsSpan().StartsWith(held.AsSpan(start), StringComparison.Ordinal))) return held.Length - start;
        return 0;
    }
}
