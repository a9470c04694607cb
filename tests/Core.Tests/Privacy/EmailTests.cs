using ChatBot.Privacy;

namespace ChatBot.Core.Tests.Privacy;

public sealed class EmailTests
{
    public static TheoryData<string> Found { get; } =
        Marked.Cases(
            "Write to «anna@example.com».",
            "«anna.berg@example.co.uk»",
            "«anna+news@example.org»",
            "«a@b.io»",
            "«ANNA@EXAMPLE.COM» please",
            "mail:«anna_berg@sub.mail.example.com»",
            "<«anna@example.com»>",
            "(«anna@example.com»)",
            "\"«anna@example.com»\"",
            "'«o'brien@example.ie»'",
            "mailto:«anna@example.com»?subject=Hi",
            "`«user@company.com»`",
            "«jürgen@müller.de» is mine",
            "«δοκιμή@παράδειγμα.gr»",
            "«почта@пример.рф»",
            "«用户@例子.公司»",
            "«anna@xn--mller-kva.de»",
            "«x@xn--fiqs8s.xn--fiqz9s»",
            "or «bob@example.com»",
            "«anna [at] example.com»",
            "«anna(at)example.com»",
            "two: «a.b@c.de», «d.e@f.gh»",
            "https://example.com/?email=«anna@example.com»&x=1",
            "email=«anna@example.com»",
            "«1234567@students.example.edu»",
            "«first-last@my-company.travel»",
            "From: <«anna@example.com»>",
            "```\nto = \"«anna@example.com»\"\n```",
            "Send it to «anna@example.com»!",
            "«anna@example.com»...",
            "cc «a%b@example.com»",
            "«\"anna berg\"@example.com» is odd",
            "👋«anna@example.com»👋",
            "مرحبا «anna@example.com» شكرا",
            "is it «anna@example.museum»?",
            "«anna@example.com»\n«bob@example.com»"
        );

    public static TheoryData<string> Left { get; } =
        Marked.Cases(
            "git clone git@github.com:team/project.git",
            "@anna please look",
            "npm install @types/node@20.1.0",
            "actions/checkout@v4",
            "5 apples @ 3.50 each",
            "user@localhost",
            "root@server:~$ ls",
            "image@sha256:9f86d081884c7d65",
            "@pytest.mark.parametrize",
            "a@b",
            "meet @ 5.30",
            "foo@ bar.com",
            "@example.com",
            "anna@.com",
            "anna@example.",
            "anna@example.1",
            "SELECT @@version",
            "x = a @ b.T",
            "python@3.11",
            "abfss://container@account.dfs.core.windows.net/path",
            "mysql://reader@db.example.com:3306/shop",
            "the at-sign @ is fine",
            "look at example.com",
            "@Override",
            "email me",
            "pkg@1.2.3",
            "lodash@^4.17.21",
            "@media (max-width: 5px)",
            "name@host..com",
            "ssh admin@10",
            "[email] stays",
            "what [at] all",
            "looked (at) it",
            "user@@example.com"
        );

    [Theory, MemberData(nameof(Found))]
    public void An_address_is_redacted(string marked) => Marked.IsFound(PersonalData.Email, marked);

    [Theory, MemberData(nameof(Left))]
    public void What_only_looks_like_an_address_stays(string text) => Marked.IsLeft(text);
}
