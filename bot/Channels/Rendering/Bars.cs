namespace ChatBot.Bot.Channels.Rendering;

/// <summary>Cells that draw a number as a bar: they show nothing that another cell does not say.</summary>
internal static class Bars
{
    /// <summary>Whether a cell is nothing but blocks, whole ones and parts of one.</summary>
    public static bool Are(Cell cell) =>
        cell.Content is [Inline.Text { Value: var text, Address: null }] && text.All(sign => sign is >= '\u2588' and <= '\u258F');
}
