using System.Text;
using ChatBot.Privacy;

namespace ChatBot.Core.Tests.Privacy;

/// <summary>What must hold for every text: random Unicode, and random mixtures of the pieces that detectors react to.</summary>
public sealed class RedactorProperties
{
    private const int Texts = 3000;

    // Pieces that touch each other in ways nobody writes on purpose.
    private static readonly string[] Pieces =
    [
        "anna@example.com",
        "a@b",
        "@",
        "[at]",
        "+41 71 526 99 04",
        "0490 75 40 81",
        "467 3395",
        "737 219 628",
        "1",
        "22",
        "333",
        "4444",
        "55555",
        "-",
        ".",
        "/",
        "(",
        ")",
        ":",
        ";",
        ",",
        "\n",
        "\r\n",
        "  ",
        " ",
        "\t",
        "call me on ",
        "phone: ",
        "order ",
        "office",
        "fax",
        "x12",
        "4111 1111 1111 1111",
        "4111111111111111",
        "GB29 NWBK 6016 1331 9268 19",
        "DE89",
        "460-89-9847",
        "ssn ",
        "203.0.113.77",
        "2001:db8::1",
        "::",
        "version ",
        "1.2.3.4",
        "password: ",
        "hunter2",
        "api_key=",
        "aZ3kP9qLm7Xw1Rt5aZ3kP9",
        "Bearer ",
        "eyJhbGciOiJI.eyJzdWIiOiIx.abc",
        "postgres://u:p4ss@h/db",
        "https://example.com/",
        "-----BEGIN PRIVATE KEY-----",
        "MIIEvAIBADANBgkqhkiG9w0BAQ",
        "-----END PRIVATE KEY-----",
        "My name is ",
        "Anna",
        "Berg",
        "van ",
        "Mr. ",
        "Dear ",
        "I'm ",
        "Regards,\n",
        "Name: ",
        "<",
        ">",
        "90 Whitchurch Road",
        "PO Box 12",
        "Rue de Tanger",
        "[email]",
        "[phone]",
        "[name]",
        "[secret]",
        "[",
        "]",
        "`",
        "```\n",
        "é",
        "ß",
        "中文",
        "مرحبا",
        "😀",
        "\uD83D",
        "\uDE00",
        "\u200B",
        "\u0301",
        "\u202E",
        "\0",
        "'",
        "\"",
        "=",
        "$",
        "#",
        "what is your name? ",
        "License",
        "driver's license number is ",
        "AB123456",
    ];

    private readonly Redactor _redactor = new();

    [Fact]
    public void Random_text_of_any_script_keeps_every_promise()
    {
        var random = new Random(20_241);
        for (var i = 0; i < Texts; i++)
        {
            var text = new StringBuilder();
            for (var length = random.Next(0, 200); length > 0; length--)
                text.Append(
                    (char)(
                        random.Next(4) switch
                        {
                            0 => random.Next(0x20, 0x7F),
                            1 => random.Next('0', '9' + 1),
                            2 => random.Next(0, 0x3000),
                            _ => random.Next(0, 0x10000),
                        }
                    )
                );
            Check(text.ToString());
        }
    }

    [Fact]
    public void Random_mixtures_of_personal_data_keep_every_promise()
    {
        var random = new Random(20_242);
        for (var i = 0; i < Texts; i++)
        {
            var text = new StringBuilder();
            for (var length = random.Next(1, 40); length > 0; length--)
            {
                text.Append(Pieces[random.Next(Pieces.Length)]);
                if (random.Next(2) == 0)
                    text.Append(' ');
            }
            Check(text.ToString());
        }
    }

    [Fact]
    public void Redaction_does_not_depend_on_the_thread_it_runs_on()
    {
        const string text = "I'm Anna Berg, anna@example.com, +41 71 526 99 04, 203.0.113.77, 4111 1111 1111 1111";
        var expected = _redactor.Redact(text).Text;
        Parallel.For(0, 200, _ => Assert.Equal(expected, new Redactor().Redact(text).Text));
        Assert.Equal("I'm [name], [email], [phone], [ip], [card]", expected);
    }

    [Fact]
    public void Text_without_personal_data_comes_back_as_it_was()
    {
        const string text =
            "Run `git rebase -i HEAD~3`, then push 9fceb02d to origin on 2024-05-01; version 10.4.31.12 fixed 1,234 issues.";
        var redaction = _redactor.Redact(text);
        Assert.Equal(text, redaction.Text);
        Assert.Empty(redaction.Spans);
    }

    private void Check(string text)
    {
        var redaction = _redactor.Redact(text);
        var rebuilt = new StringBuilder();
        var behind = 0;
        foreach (var span in redaction.Spans)
        {
            Assert.Contains(span.Kind, PersonalData.Kinds);
            Assert.True(behind <= span.Start && span.Start < span.End && span.End <= text.Length, $"span {span} in {Escaped(text)}");
            rebuilt.Append(text, behind, span.Start - behind).Append('[').Append(span.Kind).Append(']');
            behind = span.End;
        }
        Assert.Equal(rebuilt.Append(text, behind, text.Length - behind).ToString(), redaction.Text);
        var again = _redactor.Redact(redaction.Text);
        Assert.True(again.Spans.Count == 0, $"redacting again changes {Escaped(redaction.Text)} to {Escaped(again.Text)}");
    }

    private static string Escaped(string text) => System.Text.Json.JsonSerializer.Serialize(text);
}
