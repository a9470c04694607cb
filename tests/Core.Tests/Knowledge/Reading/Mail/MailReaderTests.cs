using ChatBot.Knowledge.Reading;
using ChatBot.Knowledge.Reading.Blocks;
using ChatBot.Knowledge.Reading.Mail;

namespace ChatBot.Core.Tests.Knowledge.Reading.Mail;

public sealed class MailReaderTests
{
    private readonly MailReader _reader = new();

    [Fact]
    public void A_mail_has_its_subject_its_header_and_its_words()
    {
        var leftOut = new List<string>();
        var mail = Assert.Single(_reader.ReadBytes("move.eml", Cases.Bytes("move.eml"), leftOut));
        Assert.Equal("Umzug nach Zürich", mail.Title);
        Assert.StartsWith(
            "From: Jürg Beispiel <juerg@example.com>\nTo: Ops <ops@example.com>, jo@example.com\nDate: 2024-03-04 "
                + "10:15 +01:00\nAttachments: plan.pdf\n\nHallo,",
            mail.Whole()
        );
        Assert.Contains("die Kisten kommen am 5. März.\nBitte:\n\n- Kisten beschriften\n- Schlüssel abgeben", mail.Whole());
        Assert.DoesNotContain("Tel. 1234", mail.Whole());
        var quote = Assert.Single(mail.Sections.SelectMany(section => section.Blocks).OfType<Quote>());
        Assert.Equal("On Friday Jo wrote:\n\nWhen do the boxes come?\n\nearlier words", BlockWriter.Write(quote.Content));
        Assert.Equal(["attachment plan.pdf was not read: save it as a file of its own"], leftOut);
    }

    [Fact]
    public void The_page_is_read_where_the_plain_text_says_little()
    {
        var mail = Assert.Single(_reader.ReadBytes("news.eml", Cases.Bytes("news.eml")));
        Assert.Contains("The cafeteria opens at seven from Monday on, for all who come early.\n\n- coffee\n- tea", mail.Whole());
        Assert.DoesNotContain("browser", mail.Whole());
    }

    [Theory]
    [InlineData("One\ntwo.\n\n-- \nJo\n+41 1\n", "One\ntwo.")]
    [InlineData("Yes.\n\n-----Original Message-----\nFrom: Jo\nSent: Monday\n\nMay I?\n", "Yes.\n\nFrom: Jo\nSent: Monday\n\nMay I?")]
    [InlineData(
        "Ja.\n________________________________\nVon: Jo\nGesendet: Montag\n\nDarf ich?\n",
        "Ja.\n\nVon: Jo\nGesendet: Montag\n\nDarf ich?"
    )]
    [InlineData("Steps:\n1. Open\n2. Close\n", "Steps:\n\n1. Open\n2. Close")]
    [InlineData(
        "The night run loads all tables of the ledger and writes a line in the log\nfor each of them.\n",
        "The night run loads all tables of the ledger and writes a line in the log for each of them."
    )]
    public void The_text_of_a_mail_keeps_its_form(string text, string expected) =>
        Assert.Equal(expected, BlockWriter.Write(MailText.Blocks(text)));

    [Fact]
    public void Folded_lines_of_flowed_text_are_joined() =>
        Assert.Equal(
            "One sentence over two lines.\n\n> no",
            BlockWriter.Write(MailText.Blocks("One sentence \nover two lines.\n\n > no\n", flowed: true))
        );

    [Fact]
    public void A_forwarded_message_is_read_below_its_subject()
    {
        var mail = Assert.Single(
            _reader.ReadText(
                "fwd.eml",
                "Subject: Fwd: Lift\nContent-Type: multipart/mixed; boundary=x\n\n--x\nContent-Type: text/plain\n\nSee "
                    + "below.\n--x\nContent-Type: message/rfc822\n\nFrom: a@example.com\nSubject: Lift\n\nIt is serviced in "
                    + "March.\n--x--\n"
            )
        );
        Assert.Equal("See below.\n\n# Lift\n\nFrom: a@example.com\n\nIt is serviced in March.", mail.Whole());
    }

    [Fact]
    public void A_mailbox_gives_its_messages()
    {
        var mails = _reader.ReadText(
            "box.mbox",
            "From a@example.com Mon Mar  4 10:15:00 2024\nMessage-ID: <1@x>\nSubject: One\n\nFirst.\n\nFrom b@example.com "
                + "Mon Mar  4 10:16:00 2024\nSubject: Two\n\nSecond.\n"
        );
        Assert.Equal(
            [("box.mbox#1@x", "One", "First."), ("box.mbox#message 2", "Two", "Second.")],
            mails.Select(mail => (mail.Uri, mail.Title, mail.Whole()))
        );
    }

    [Fact]
    public void A_sealed_mail_is_refused() =>
        Assert.Contains(
            "is encrypted",
            Assert
                .Throws<UnreadableDocumentException>(() =>
                    _reader.ReadText(
                        "a.eml",
                        "Subject: x\nContent-Type: application/pkcs7-mime; smime-type=enveloped-data\nContent-Transfer-Encoding: "
                            + "base64\n\nMIIB\n"
                    )
                )
                .Message
        );

    [Theory]
    [InlineData("move.eml")]
    [InlineData("news.eml")]
    public void Any_bytes_are_read_or_refused(string name) => MutatedFiles.Read(_reader, name, Cases.Bytes(name), 150);
}
