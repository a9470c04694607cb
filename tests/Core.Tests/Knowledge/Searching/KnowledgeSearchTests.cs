using ChatBot.Knowledge.Indexing;
using ChatBot.TestKit.Knowledge;

namespace ChatBot.Core.Tests.Knowledge.Searching;

public sealed class KnowledgeSearchTests
{
    [Theory]
    [InlineData("How do I conifgure the scheduler?")] // swapped letters
    [InlineData("configur scheduler")] // missing letter
    [InlineData("shceduler configuration")] // a slip in the first letters
    public async Task Typos_find_the_nearest_word(string question)
    {
        await using var knowledge = await WithPagesAsync();
        Assert.Equal("scheduler.md", (await knowledge.SearchAsync(question))[0].Uri);
    }

    [Fact]
    public async Task Similarity_tells_an_answerable_question_from_others()
    {
        await using var knowledge = await WithPagesAsync();
        var answerable = (await knowledge.SearchAsync("How do I configure the nightly scheduler?"))[0].Similarity;
        var others = new[] { "What is the capital of France?", "Who won the football game yesterday?", "tell me a joke about penguins" }
            .Select(async question => (await knowledge.SearchAsync(question)).FirstOrDefault()?.Similarity ?? 0)
            .Select(search => search.Result);
        Assert.True(answerable > 0.8, $"{answerable}");
        Assert.All(others, similarity => Assert.True(similarity < 0.1, $"{similarity}"));
    }

    [Fact]
    public async Task A_category_limits_the_search_to_its_documents()
    {
        await using var knowledge = await KnowledgeDriver.StartAsync();
        for (var i = 0; i < 120; i++)
            knowledge.Write($"many/{i}.md", $"# Backup {i}\n\nBackups of the database run nightly, copy {i}.");
        knowledge.Write("one.md", "---\ncategory: finance\n---\n# Invoices\n\nInvoices are kept with the backups of the database.");
        await knowledge.IngestAsync(category: "ops");
        Assert.Equal("one.md", Assert.Single(await knowledge.SearchAsync("database backups nightly", category: "finance")).Uri);
        Assert.All(await knowledge.SearchAsync("invoices and backups", category: "ops"), passage => Assert.Equal("ops", passage.Category));
        Assert.Empty(await knowledge.SearchAsync("database backups", category: "none"));
    }

    [Fact]
    public async Task A_workspace_sees_only_its_own_documents()
    {
        await using var knowledge = await KnowledgeDriver.StartAsync();
        for (var i = 0; i < 120; i++)
            knowledge.Write($"theirs/{i}.md", $"# Salary {i}\n\nSalaries of the other company, band {i}.");
        knowledge.Write("ours/salary.md", "# Pay\n\nOur salaries are paid on the 25th.");
        await knowledge.IngestAsync(Path.Combine(knowledge.Documents, "theirs"), workspace: "T2");
        await knowledge.IngestAsync(Path.Combine(knowledge.Documents, "ours"), workspace: "T1");
        Assert.Equal("salary.md", Assert.Single(await knowledge.SearchAsync("salaries company band", workspace: "T1")).Uri);
        Assert.Empty(await knowledge.SearchAsync("salaries", workspace: "T3"));
        Assert.Equal(new IndexSize(1, 1), await knowledge.Index.SizeAsync("T1"));
        Assert.Equal(new IndexSize(0, 0), await knowledge.Index.SizeAsync("T3"));
    }

    [Fact]
    public async Task One_long_page_does_not_hide_the_others()
    {
        await using var knowledge = await KnowledgeDriver.StartAsync();
        knowledge.Write(
            "long.md",
            "# Retries\n\n"
                + string.Join("\n\n", Enumerable.Range(0, 20).Select(i => $"## Retries {i}\n\nRetries of failed tasks, part {i}."))
        );
        knowledge.Write("short.md", "# Alerts\n\nAlerts are sent when retries of failed tasks end.");
        await knowledge.IngestAsync();
        var found = await knowledge.SearchAsync("retries of failed tasks");
        Assert.Contains(found, passage => passage.Uri == "short.md");
        Assert.Equal(2, found.Count(passage => passage.Uri == "long.md"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("???")]
    [InlineData("what is it and why")]
    [InlineData("\"unbalanced quote AND (NEAR* ) OR : ^ -- ;")]
    [InlineData("😀 👩‍👩‍👧 \u200b\u202e")]
    [InlineData("日本語の質問です")]
    [InlineData("\ud800 lone surrogate \udc00")]
    public async Task Any_text_can_be_searched_for(string text)
    {
        await using var knowledge = await WithPagesAsync();
        foreach (var query in (string[])[text, text + " scheduler", string.Concat(Enumerable.Repeat(text + " x1 y2 ", 2000))])
            Assert.All(await knowledge.SearchAsync(query), passage => Assert.InRange(passage.Similarity, 0, 1));
    }

    [Theory]
    [InlineData("データベースの障害", "ja.md")]
    [InlineData("数据库备份", "zh.md")]
    [InlineData("sauvegarde des donnees", "fr.md")]
    [InlineData("Grösse der Tabelle", "de.md")]
    public async Task Other_languages_are_found(string question, string expected)
    {
        await using var knowledge = await WithPagesAsync();
        knowledge.Write("ja.md", "# 運用\n\n日本語の文章です。データベースの障害が起きたら連絡してください。");
        knowledge.Write("zh.md", "# 运维\n\n数据库每天备份一次。");
        knowledge.Write("fr.md", "# Exploitation\n\nLa sauvegarde des données a lieu chaque nuit.");
        knowledge.Write("de.md", "# Betrieb\n\nDie Größe der Tabelle wird täglich gemessen, auch Grösse geschrieben.");
        await knowledge.IngestAsync();
        Assert.Equal(expected, (await knowledge.SearchAsync(question))[0].Uri);
    }

    [Fact]
    public async Task Searches_and_an_ingest_at_the_same_time_see_whole_documents()
    {
        await using var knowledge = await WithPagesAsync();
        using var done = new CancellationTokenSource();
        var searching = Task.Run(async () =>
        {
            var searches = 0;
            while (!done.IsCancellationRequested || searches < 20)
            {
                var found = await knowledge.SearchAsync("scheduler tenant number");
                Assert.NotEmpty(found);
                Assert.All(found, passage => Assert.NotEqual("", passage.Uri));
                searches++;
                await Task.Delay(5); // people leave an ingest some of the machine
            }
        });
        for (var round = 0; round < 5; round++)
        {
            for (var i = 0; i < 40; i++)
                knowledge.Write($"tenants/{i}.md", $"# Tenant {i}\n\nThe scheduler of tenant number {i}, round {round}.");
            await knowledge.IngestAsync();
        }
        await done.CancelAsync();
        await searching;
        Assert.Contains("round 4", (await knowledge.SearchAsync("scheduler of tenant number 7"))[0].Text);
    }

    private static async Task<KnowledgeDriver> WithPagesAsync()
    {
        var knowledge = await KnowledgeDriver.StartAsync();
        knowledge.Write(
            "scheduler.md",
            "# Scheduler\n\nConfigure the nightly scheduler in `schedule.yaml`. Every entry has a cron expression and a time zone."
        );
        knowledge.Write("loading.md", "# Loading\n\nA load is idempotent when it can run twice without harm. Use merge keys.");
        knowledge.Write("quality.md", "# Data quality\n\nTests compare row counts and look for nulls before a table is published.");
        await knowledge.IngestAsync();
        return knowledge;
    }
}
