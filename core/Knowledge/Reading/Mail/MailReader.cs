using MimeKit;

namespace ChatBot.Knowledge.Reading.Mail;

/// <summary>E-mail: its subject, who wrote to whom and when, and its text; one message, or a mailbox of them.</summary>
public sealed class MailReader : IDocumentReader
{
    public IReadOnlyCollection<string> Extensions { get; } = [".eml", ".mbox"];

    public IEnumerable<SourceDocument> Read(FileContent file, Action<string> leftOut, CancellationToken cancel = default)
    {
        using var stream = file.Open();
        if (!file.Name.EndsWith(".mbox", StringComparison.OrdinalIgnoreCase))
        {
            yield return MailMessage.Read(file, Message(new MimeParser(stream, MimeFormat.Entity), cancel), file.Uri, leftOut);
            yield break;
        }
        var parser = new MimeParser(stream, MimeFormat.Mbox);
        for (var number = 1; !parser.IsEndOfStream; number++)
        {
            var message = Message(parser, cancel);
            var id = message.MessageId is { Length: > 0 } own ? own : $"message {number}";
            yield return MailMessage.Read(file, message, $"{file.Uri}#{id}", leftOut);
        }
    }

    private static MimeMessage Message(MimeParser parser, CancellationToken cancel)
    {
        try
        {
            return parser.ParseMessage(cancel);
        }
        catch (Exception error) when (error is FormatException or ArgumentException or InvalidOperationException)
        {
            throw new UnreadableDocumentException("is no e-mail: save it again as .eml and ingest it again", error);
        }
    }
}
