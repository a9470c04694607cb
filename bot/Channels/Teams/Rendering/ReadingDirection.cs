using System.Text;
using ChatBot.Bot.Channels.Rendering;

namespace ChatBot.Bot.Channels.Teams.Rendering;

/// <summary>From which side a block is read: names of products in Latin letters make no Arabic sentence an English one.</summary>
internal static class ReadingDirection
{
    public static bool IsFromTheRight(Block block) => Of(block) == true;

    /// <summary>Null where it has no letters, or none that count.</summary>
    public static bool? Of(Block block)
    {
        if (block is Block.Code)
            return false;
        var (right, all) = (0, 0);
        foreach (var rune in new Document([block]).ToText().EnumerateRunes().Where(Rune.IsLetter))
        {
            all++;
            if (IsRightToLeft(rune.Value))
                right++;
        }
        return all == 0 ? null : right * 3 > all;
    }

    /// <summary>A cell that is read from the left among others: "16 GB" would be turned to "GB 16".</summary>
    public static IReadOnlyList<Inline> Kept(IReadOnlyList<Inline> content) =>
        Of(new Block.Paragraph(content)) == false && !content.Any(inline => inline is Inline.Break)
            ? [new Inline.Text("\u2066"), .. content, new Inline.Text("\u2069")]
            : content;

    /// <summary>The blocks that Unicode keeps for scripts of this direction: Hebrew, Arabic, Syriac, Adlam and others.</summary>
    private static bool IsRightToLeft(int rune) =>
        rune
            is (>= 0x0590 and <= 0x08FF)
                or (>= 0xFB1D and <= 0xFDFF)
                or (>= 0xFE70 and <= 0xFEFE)
                or (>= 0x10800 and <= 0x10FFF)
                or (>= 0x1E800 and <= 0x1EFFF);
}
