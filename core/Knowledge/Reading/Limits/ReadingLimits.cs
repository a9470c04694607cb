namespace ChatBot.Knowledge.Reading.Limits;

/// <summary>What reading one file may cost, whoever wrote it; beyond it the file is skipped with a line and the next one is read.</summary>
public sealed record ReadingLimits
{
    public static readonly ReadingLimits Default = new();

    /// <summary>From one document of a file to the next, reading and cutting it.</summary>
    public TimeSpan Time { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>For a reader that was told to stop; after it the reader is left behind.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Readers left behind that may still be busy; with as many no further file is begun.</summary>
    public int MostLeftBehind { get; init; } = 8;

    /// <summary>Bytes by which this process may grow while a file is being read.</summary>
    public long Memory { get; init; } = Math.Min(3L << 30, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 2);

    /// <summary>Bytes of a text that is parsed as a whole; tables, logs and records are read in parts, whatever their length.</summary>
    public long Whole { get; init; } = 64L << 20;

    /// <summary>Bytes that an office file may unpack to.</summary>
    public long Unpacked { get; init; } = 1L << 30;

    /// <summary>Bytes that any office file may unpack to, and how many times its own size a larger one may.</summary>
    public long UnpackedAlways { get; init; } = 32L << 20;

    /// <inheritdoc cref="UnpackedAlways"/>
    public int UnpackedTimes { get; init; } = 100;

    /// <summary>Bytes that one stream of a PDF (the text of a page, a font) may unpack to.</summary>
    public long PdfStream { get; init; } = 16L << 20;

    /// <summary>Bytes of stack: what libraries read by recursion may nest about this far by 200 bytes a level.</summary>
    public int Stack { get; init; } = 64 << 20;
}
