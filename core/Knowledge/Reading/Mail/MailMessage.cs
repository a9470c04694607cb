using ChatBot.Knowledge.Reading.Blocks;
using ChatBot.Knowledge.Reading.Data;
using MimeKit;

namespace ChatBot.Knowledge.Reading.Mail;

/// <summary>A message as a document.</summary>
internal static class MailMessage
{
    /// <summary>Forwarded messages within forwarded messages that are read.</summary>
    private const int Deepest = 5;

    /// <summary>What mail programs mark as signatures in HTML.</summary>
    private const string Signatures = "script, style, title, .gmail_signature, .moz-signature, #Signature, [hidden]";

    public static SourceDocument Read(FileContent file, MimeMessage message, string uri, Action<string> leftOut)
    {
        if (
            message.Body is MimeKit.Cryptography.MultipartEncrypted
            || message.Body is MimePart { ContentType: { MediaType: "application" } } sealedPart
                && sealedPart.ContentType.MediaSubtype.EndsWith("pkcs7-mime", StringComparison.OrdinalIgnoreCase)
        )
            throw new UnreadableDocumentException("is encrypted: save it unencrypted and ingest it again");
        var outline = Outline.Of(Blocks(message, leftOut, 0), titled: true);
        var subject = BlockWriter.Line([new Words(message.Subject ?? "")]);
        return new SourceDocument(uri, subject.Length > 0 ? subject : Titles.FromFileName(file.Name), outline.Sections, Names: file.Name);
    }

    private static IEnumerable<Block> Blocks(MimeMessage message, Action<string> leftOut, int depth)
    {
        var attached = Attachments(message).ToList();
        yield return new DataRecord(
            [
                ("From", Addresses(message.From)),
                ("To", Addresses(message.To)),
                ("Cc", Addresses(message.Cc)),
                (
                    "Date",
                    message.Headers.Contains(HeaderId.Date) && message.Date != default
                        ? message.Date.ToString("yyyy-MM-dd HH:mm zzz", System.Globalization.CultureInfo.InvariantCulture)
                        : ""
                ),
                ("Attachments", string.Join(", ", attached)),
            ],
            IsRow: false
        );
        foreach (var name in attached)
            leftOut($"attachment {name} was not read: save it as a file of its own");
        foreach (var block in Body(message))
            yield return block;
        if (depth == Deepest)
            yield break;
        foreach (var forwarded in message.BodyParts.OfType<MessagePart>().Select(part => part.Message).OfType<MimeMessage>())
        {
            yield return new Heading(
                1,
                [new Words(string.IsNullOrWhiteSpace(forwarded.Subject) ? "Forwarded message" : forwarded.Subject)]
            );
            foreach (var block in Blocks(forwarded, leftOut, depth + 1))
                yield return block is Heading heading ? heading with { Level = heading.Level + 1 } : block;
        }
    }

    /// <summary>The plain text, which keeps quotes apart; the page where it says more, as newsletters do.</summary>
    private static IEnumerable<Block> Body(MimeMessage message)
    {
        var texts = message.BodyParts.OfType<TextPart>().Where(part => !part.IsAttachment).ToList();
        var plain = texts.Where(part => part.IsPlain || part.ContentType.IsMimeType("text", "markdown")).ToList();
        var html = texts.Where(part => part.IsHtml).ToList();
        var written = plain.SelectMany(part => MailText.Blocks(Text(part), part.IsFlowed)).ToList();
        if (html.Count == 0)
            return written;
        var page = html.SelectMany(part => HtmlText.Blocks(Text(part), Signatures)).ToList();
        return Words(page) > 2 * Words(written) ? page : written;
    }

    private static int Words(List<Block> blocks) =>
        BlockWriter.Write(blocks).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length;

    private static string Text(TextPart part)
    {
        try
        {
            return part.Text ?? "";
        }
        catch (Exception error) when (error is NotSupportedException or FormatException or ArgumentException)
        {
            return ""; // an encoding of the transport that nobody knows
        }
    }

    private static string Addresses(InternetAddressList list) =>
        string.Join(
            ", ",
            list.Select(address =>
                address is MailboxAddress box
                    ? string.IsNullOrWhiteSpace(box.Name)
                        ? box.Address
                        : $"{box.Name} <{box.Address}>"
                    : address.Name ?? address.ToString()
            )
        );

    private static IEnumerable<string> Attachments(MimeMessage message) =>
        message
            .BodyParts.Where(part =>
                part is not MessagePart
                && (
                    part.IsAttachment
                    || part is not TextPart && part.ContentDisposition?.FileName is not null
                    || part is TextPart { IsPlain: false, IsHtml: false } text && !text.ContentType.IsMimeType("text", "markdown")
                )
            )
            .Select(part => part.ContentDisposition?.FileName ?? part.ContentType.Name ?? part.ContentType.MimeType);
}
