using ChatBot.Language;

namespace ChatBot.Core.Tests.Language.Pastes;

public sealed class PasteTests
{
    [Theory]
    [InlineData(
        "Why?\n\nTraceback (most recent call last):\n  File \"/opt/a.py\", line 8, in <module>\n    main()\nKeyError: 'customer_id'\n",
        "Why? KeyError: 'customer_id'"
    )]
    [InlineData(
        "Exception in thread \"main\" a.b.AnalysisException: job failed\n\tat a.b.C.d(C.java:7)\n\t... 42 more\n"
            + "Caused by: java.lang.IllegalStateException: schema mismatch\n\tat a.R.open(R.java:118)\n"
            + "Caused by: java.lang.RuntimeException: new column appeared\n\tat a.K.c(K.java:51)\n",
        "What does this error mean: RuntimeException: new column appeared?"
    )]
    [InlineData(
        "2024-05-01 02:31:07.114 UTC [18213] ERROR:  deadlock detected\n2024-05-01 02:31:07.114 UTC [18213] DETAIL:  Process 1 waits\n",
        "What does this error mean: deadlock detected?"
    )]
    [InlineData(
        "$ git push\nfatal: The current branch feature/x has no upstream branch.\n",
        "What does this error mean: git push: The current branch has no upstream branch?"
    )]
    [InlineData(
        "what now?\n10:00:01 INFO  page=1\n10:00:02 WARN  HTTP 429, retrying\n"
            + "10:00:03 ERROR giving up: HTTP 429 from https://a.example/v2?page=3\n",
        "what now? giving up: HTTP 429 from"
    )]
    public void A_paste_is_asked_about_by_its_telling_line(string text, string asked)
    {
        var reading = QuestionReading.Of(text);

        Assert.True(reading.IsPaste);
        Assert.Equal(asked, reading.Text);
        Assert.Equal(text, reading.Written);
    }

    [Theory]
    [InlineData("How do I undo the last commit?")]
    [InlineData("I have two questions.\nHow do I undo the last commit?\nAnd what is a rebase?")]
    [InlineData("fatal: refusing to merge unrelated histories")]
    [InlineData("Hello,\n\nour load is late every Monday and nobody knows why.\nWhere do I start?\n\nKind regards\nAnna")]
    [InlineData("What I tried:\n- a restart\n- another user\n- waiting\nWhat else is there?")]
    public void What_a_person_writes_is_no_paste(string text) => Assert.False(QuestionReading.Of(text).IsPaste);

    [Fact]
    public void Times_addresses_and_repeated_lines_weigh_nothing()
    {
        const string line = " [worker-{0}] ERROR conn: connection refused by 10.0.0.{0}:5432 (0x7f3a{0}b2c1)\n";
        var once = QuestionReading.Of(
            "why?\n2024-05-01 10:00:01" + string.Format(line, 1) + "2024-05-01 10:00:01" + string.Format(line, 2)
        );
        var often = QuestionReading.Of(
            "why?\n" + string.Concat(Enumerable.Range(1, 500).Select(i => $"2024-06-07 11:{i % 60:00}:09" + string.Format(line, i % 9 + 1)))
        );

        Assert.Equal(once.Text, often.Text);
        Assert.Equal("why? conn: connection refused by", once.Text);
    }
}
