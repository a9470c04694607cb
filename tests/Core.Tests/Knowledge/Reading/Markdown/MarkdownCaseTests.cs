using ChatBot.Knowledge.Reading.Markdown;

namespace ChatBot.Core.Tests.Knowledge.Reading.Markdown;

/// <summary>Markdown that readers get wrong, from <c>cases/</c>.</summary>
public sealed class MarkdownCaseTests
{
    [Theory]
    [InlineData("m01-toml.md", "Rotation of keys", "Signing keys are rotated every 45 days by the platform team.")]
    [InlineData(
        "m02-mdx-oneline.mdx",
        "Replication",
        "Replication copies tables every ten minutes.\n\nReplication pauses between 02:00 and 03:00 UTC.\n\n"
            + "eu: Use the endpoint eu-1.example.com for Europe.\n\nus: Use the endpoint us-1.example.com for America."
    )]
    [InlineData(
        "m04-nested-fence.md",
        "Writing runbooks",
        "Show code in a runbook like this:\n\n````markdown\n```bash\nrestart broker\n```\n````\n\nUse the keyword below for the alert:\n\n"
            + "The pager alias is blue-otter.\n\nWarning: Pages go to the duty phone after five minutes.\n\n"
            + "Last line: runbooks are reviewed each quarter."
    )]
    [InlineData(
        "m06-footnote.md",
        "Quotas",
        "Every team has a quota of 40 terabytes and may ask for more [Quota form](https://intranet.example.com/quota).\n\n"
            + "Measured after compression."
    )]
    [InlineData(
        "m07-ordered.md",
        "Recover the catalogue",
        "1. Stop the catalogue service.\n2. Copy the last snapshot.\n\nCheck the checksum of the snapshot.\n\n"
            + "3. Start the catalogue service.\n4. Announce it in the status channel."
    )]
    [InlineData(
        "m08-html-in-md.md",
        "Cost centre",
        "Which cost centre do I use for GPU hours?\n\nUse cost centre 7741 for GPU hours.\n\ndiagram of cost flow\n\n"
            + "| Storage | 7742 |\n| Network | 7743 |"
    )]
    [InlineData("m09-frontmatter-crlf-bom.md", "Escalation: level two", "Level two is reached through the duty lead.")]
    [InlineData("m10-frontmatter-dots.md", "Colour codes", "Red tags mean that the table holds personal data.")]
    [InlineData(
        "m11-reflinks.md",
        "Links",
        "Ask for a seat in the [licence portal](https://intranet.example.com/licences), see also "
            + "[wiki (old)](https://wiki.example.com/Licence_%28tools%29) and https://intranet.example.com/seats?a=1&b=2.\n\nseat chart"
    )]
    [InlineData(
        "m12-prompt-lines.md",
        "Comparing sizes",
        "Files with a size of\n\n50 MB are sent to the bulk lane.\n\nExample in a shell:\n\n```\n> loader --dry-run\n< ok\n```"
    )]
    [InlineData("a01-thai.md", "การลางาน", "พนักงานลาพักร้อนได้ปีละสิบห้าวัน ต้องแจ้งล่วงหน้าเจ็ดวัน")]
    [InlineData(
        "a02-signs.md",
        "Toolchains",
        "The C++ toolchain is version 14.\n\nThe C# toolchain is version 12.\n\nThe C compiler is from "
            + "2023.\n\nThe F# compiler is from 2021."
    )]
    public void Is_read_as_its_author_meant_it(string name, string title, string text)
    {
        var page = Assert.Single(new MarkdownReader().ReadBytes(name, Cases.Bytes(name)));
        Assert.Equal((title, text), (page.Title, page.Whole()));
    }

    [Fact]
    public void Tags_of_front_matter_are_names_that_people_ask_by() =>
        Assert.Equal("pager duty", new MarkdownReader().ReadBytes("a.md", Cases.Bytes("m09-frontmatter-crlf-bom.md"))[0].Names);
}
