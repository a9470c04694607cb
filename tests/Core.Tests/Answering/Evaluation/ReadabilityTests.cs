using ChatBot.Answering.Evaluation;

namespace ChatBot.Core.Tests.Answering.Evaluation;

public sealed class ReadabilityTests
{
    public static TheoryData<string> ReadWell =>
        new(
            "A stash is a shelf for unfinished changes.[1] It saves your edits.[1]\n\nUse it for a day.[2]",
            "Put the edits aside:[1]\n```bash\ngit stash push -u\n```\n\nThis keeps new files too.[1]",
            "Three steps resolve it:[1]\n1. Put the edits aside.\n2. Pull.\n3. Put the edits back.[1]",
            "1. Build it.\n\n   ```sh\n   make\n   ```\n2. Run it.[1]",
            "1. One.\n1. Two.\n1. Three.[1]",
            "- `evolve`: no constraints.[1]\n- `freeze`: an error is raised.[1]",
            "It is possible to do so with `x`.[1]",
            "Both the key and the value are text.[1]",
            "This page lists the codes.[1]",
            "Run `git reset <hash> | cat` or `a__b`; see [the manual](https://example.org/a_(b)).[1]",
            "| Sign | Meaning |\n|---|---|\n| `*` | every value |\n| `,` | a list |\n\nThere is no more.",
            "| Sign | Meaning |\n|---|---|\n| `*` | every value |",
            "```\n<b> | <i> :::note ---\n| a | b |\n```",
            "There are five ways:[1]\n- one\n- two\n- … and 3 more[1]",
            "Replace <name> with yours, 5 > 3 and a_b.[1]",
            "Usage[1]\n```sh\nbackup --all\n```",
            "There are two modes:[1]\n- soft\n- hard[1]\n\nBoth keep the commit.[1]",
            "Start the job on port 8080.[1]\n\n- It listens on all addresses.[2]"
        );

    [Theory]
    [MemberData(nameof(ReadWell))]
    public void What_reads_well_has_no_fault(string answer) => Assert.Empty(Readability.Faults(answer));

    [Theory]
    [InlineData("syntax", "---\ntitle: A page\n---\nText.[1]")]
    [InlineData("syntax", ":::note\nText.[1]")]
    [InlineData("syntax", "> [!WARNING] Text.[1]")]
    [InlineData("syntax", "!!! tip\nText.[1]")]
    [InlineData("syntax", "Press <kbd>Ctrl</kbd>.[1]")]
    [InlineData("syntax", "Choose <Tabs groupId=\"os\"/> first.[1]")]
    [InlineData("syntax", "a&nbsp;b.[1]")]
    [InlineData("syntax", "| one | two | are left.[1]")]
    [InlineData("syntax", "See [the page](../install.md).[1]")]
    [InlineData("syntax", "See [the page](https://example.org first.[1]")]
    [InlineData("syntax", "![A picture](https://example.org/x.png)[1]")]
    [InlineData("syntax", "See [the page][page].[1]")]
    [InlineData("syntax", "See :ref:`this`.[1]")]
    [InlineData("syntax", "Use {{ version }}.[1]")]
    [InlineData("syntax", "Use a\\_b.[1]")]
    [InlineData("syntax", "Use **this.[1]")]
    [InlineData("syntax", "Use `this.[1]")]
    [InlineData("syntax", "Items:\n- one\n- [1]")]
    [InlineData("dangling", "This state enables it.[1]")]
    [InlineData("dangling", "**Instead**, use another.[1]")]
    [InlineData("dangling", "Then, the command below starts it.[1]")]
    [InlineData("dangling", "Use a stash.[1]\n\nThis removes it.[2]")]
    [InlineData("dangling", "Use a stash.[1] Its name is free.[2]")]
    [InlineData("dangling", "Both commands take back work.[1]")]
    [InlineData("dangling", "In this case, wait.[1]")]
    [InlineData("heading", "Text.[1]\n\n## Prerequisites")]
    [InlineData("heading", "**Before you begin**[1]")]
    [InlineData("heading", "Prerequisites[1]\n\nWait for it.[2]")]
    [InlineData("halfStep", "2. Install it.\n3. Run it.[1]")]
    [InlineData("halfStep", "1. Get it.\n2. Install it.\n\nA word.[1]\n\n5. Run it.[1]")]
    [InlineData("halfStep", "1. Get it.\n2. Install it with all the…[1]")]
    [InlineData("introduction", "Run this command:[1]")]
    [InlineData("introduction", "Run this command:[1]\n\nWait for it.[2]")]
    [InlineData("introduction", "1. Run this command:\n2. Wait for it.[1]")]
    [InlineData("halfList", "There are four ways:[1]\n- one\n- two\n- three[1]")]
    [InlineData("halfList", "Choose one of 3 modes.[1]\n- soft\n- hard[1]")]
    [InlineData("labelLine", "```sh\nmake\n```\n[1]\n\nText.[1]")]
    [InlineData("openFence", "Run:[1]\n```sh\nmake")]
    public void What_makes_an_answer_hard_to_read_is_found(string kind, string answer) =>
        Assert.Equal([kind], Readability.Faults(answer).Select(fault => fault.Kind).Distinct());

    [Theory]
    [InlineData("Use a stash. It keeps edits. This removes it.", "Use a stash.[1] This removes it.[1]", true)]
    [InlineData("Use a stash. It keeps edits. This removes it.", "It keeps edits.[1] This removes it.[1]", true)]
    [InlineData("Use a stash. It keeps edits. This removes it.", "Use a stash.[1] It keeps edits.[1] This removes it.[1]", false)]
    [InlineData("Run:\n```\ngit merge --abort\n```\nThis goes back.", "```\ngit merge --abort\n```\n\nThis goes back.", false)]
    [InlineData("Run:\n\n`git gc`\n\n**Description**\nThis tidies up.", "Run:[1]\n\n`git gc`\n\nThis tidies up.[1]", false)]
    [InlineData("These are rare.", "Locks happen.[1] These are rare.[1]", true)]
    [InlineData("Another text altogether.", "Locks happen.[1] These are rare.[1]", false)]
    public void What_a_word_points_back_to_is_quoted_too(string passage, string answer, bool dangles) =>
        Assert.Equal(dangles, Readability.Faults(answer, [passage]).Any(fault => fault.Kind == ReadabilityFault.Dangling));
}
