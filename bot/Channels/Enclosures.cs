namespace ChatBot.Bot.Channels;

/// <summary>What can come with a message, or be all of it, that the bot cannot read.</summary>
public enum Enclosure
{
    File,
    Picture,
    Voice,
    Video,

    /// <summary>A sticker, a moving picture: said for fun.</summary>
    Sticker,
}

/// <summary>A fitting word for it.</summary>
public static class Enclosures
{
    /// <summary>What a MIME type holds.</summary>
    public static Enclosure Of(string? type) =>
        type?.ToLowerInvariant().Split('/') switch
        {
            ["image", "gif"] => Enclosure.Sticker,
            ["image", ..] => Enclosure.Picture,
            ["audio", ..] => Enclosure.Voice,
            ["video", ..] => Enclosure.Video,
            _ => Enclosure.File,
        };

    /// <param name="kinds">At least one.</param>
    /// <param name="besideWords">Whether there is a text, which is answered.</param>
    public static NoticeReply Notice(IReadOnlyCollection<Enclosure> kinds, bool besideWords)
    {
        var (cannot, ask) = kinds.Distinct().ToList() is [var only]
            ? only switch
            {
                Enclosure.Picture => (
                    "I cannot read attachments, and that includes pictures.",
                    "Please write what it shows, the words of an error message for example; I answer those."
                ),
                Enclosure.Voice => ("I cannot listen to voice messages.", "Please type your question; I answer that."),
                Enclosure.Video => ("I cannot watch videos.", "Please put what matters into words; I answer those."),
                Enclosure.Sticker => (
                    "I do not understand stickers and moving pictures.",
                    "If you have a question, please put it into words."
                ),
                _ => ("I cannot read attachments.", "Please put what matters into words; I answer those."),
            }
            : ("I cannot read attachments.", "Please put what matters into words; I answer those.");
        return new NoticeReply(besideWords ? $"{cannot} I answer what you wrote beside it." : $"{cannot} {ask}");
    }
}
