using System.Text;

namespace ChatBot.Bot.Channels.Teams.Rendering;

/// <summary>Cards and messages with cards within what Teams takes.</summary>
internal static class CardFit
{
    /// <summary>Teams refuses larger cards; both measures, since it counts UTF-16 and others count bytes.</summary>
    internal const int LargestUtf8 = 28 * 1024;
    internal const int LargestUtf16 = 40 * 1024;

    private const int SmallestSize = 5;

    /// <summary>The fullest rendering that Teams takes; the last step is small whatever it is made of.</summary>
    public static T Fitting<T>(Func<int, T> render)
    {
        for (var size = 0; ; size++)
            if (render(size) is var rendered && (size == SmallestSize || Fits(WireJson.Write(rendered))))
                return rendered;
    }

    private static bool Fits(string json) => json.Length * 2 <= LargestUtf16 && Encoding.UTF8.GetByteCount(json) <= LargestUtf8;
}
