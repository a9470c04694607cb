namespace ChatBot.Models.Llama;

/// <summary>
/// Ends an answer at the first of some texts, also when one arrives in pieces: text that may be its beginning is held back
/// until that is settled. The stop text itself is never shown. One per answer.
/// </summary>
internal sealed class StopTexts
{
    private readonly string[] _stops;
    private string _held = "";

    /// <param name="stops">Texts that end the answer; empty ones are ignored.</param>
    public StopTexts(IEnumerable<string> stops) => this._stops = [.. stops.Where(stop => stop.Length > 0).Distinct(StringComparer.Ordinal)];

    /// <summary>True once a stop text appeared; nothing is shown any more.</summary>
    public bool Stopped { get; private set; }

    /// <summary>Takes the next piece of the answer and gives the text that may be shown now.</summary>
    public string Next(string piece)
    {
        if (Stopped)
            return "";
        _held += piece;
        var end = _stops.Select(stop => _held.IndexOf(stop, StringComparison.Ordinal)).Where(at => at >= 0).DefaultIfEmpty(-1).Min();
        if (end >= 0)
        {
            Stopped = true;
            return Show(end);
        }

        return Show(_held.Length - LongestBeginning());
    }

    /// <summary>What was held back, once the answer has ended.</summary>
    public string Finish() => Stopped ? "" : Show(_held.Length);

    private string Show(int length)
    {
        var shown = _held[..length];
        _held = Stopped ? "" : _held[length..];
        return shown;
    }

    /// <summary>The length of the longest end of the held text that some stop text begins with.</summary>
    private int LongestBeginning()
    {
        for (
            var start = Math.Max(0, _held.Length - _stops.Select(stop => stop.Length - 1).DefaultIfEmpty(0).Max());
            start < _held.Length;
            start++
        )
            if (_stops.Any(stop => stop.AsSpan().StartsWith(_held.AsSpan(start), StringComparison.Ordinal)))
                return _held.Length - start;
        return 0;
    }
}
