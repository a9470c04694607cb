using System.Diagnostics.Metrics;

namespace ChatBot.Knowledge.Searching;

/// <summary>What searches read, for whoever measures: counters of the meter that questions are counted by.</summary>
internal static class SearchMeter
{
    private static readonly Meter Meter = new("ChatBot");

    /// <summary>Postings that were added up.</summary>
    public static readonly Counter<long> Postings = Meter.CreateCounter<long>("chatbot.search.postings", "{posting}");

    /// <summary>Rows that hold them.</summary>
    public static readonly Counter<long> Blocks = Meter.CreateCounter<long>("chatbot.search.blocks", "{block}");

    /// <summary>Chunks that were looked at closely.</summary>
    public static readonly Counter<long> Candidates = Meter.CreateCounter<long>("chatbot.search.candidates", "{chunk}");
}
