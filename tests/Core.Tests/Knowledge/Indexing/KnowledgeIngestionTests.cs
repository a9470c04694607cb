using ChatBot.TestKit.Knowledge;

namespace ChatBot.Core.Tests.Knowledge.Indexing;

public sealed class KnowledgeIngestionTests
{
    [Fact]
    public async Task What_is_ingested_is_found_with_its_breadcrumb()
    {
        await using var knowledge = await KnowledgeDriver.StartAsync();
        knowledge.Write(
            "git/undo.md",
            "# Undo\n\nWays to take back work.\n\n## The last commit\n\nRun `git reset --soft HEAD~1` to undo the last commit "
                + "and keep its changes.\n"
        );
        knowledge.Write("etl/late.md", "# Late data\n\nLate rows are merged by key.\n");
        var report = await knowledge.IngestAsync();
        Assert.Equal(2, report.Added);
        var best = (await knowledge.SearchAsync("How do I undo my last commit?"))[0];
        Assert.Equal("git/undo.md", best.Uri);
        Assert.Equal(["Undo", "The last commit"], best.Headings);
        Assert.Equal("Undo › The last commit", best.Title);
        Assert.Contains("git reset --soft", best.Text);
    }

    [Fact]
    public async Task Unchanged_costs_nothing_changed_is_replaced_and_deleted_leaves()
    {
        await using var knowledge = await KnowledgeDriver.StartAsync();
        knowledge.Write("a.md", "# Alpha\n\nThe alpha process runs nightly.");
        knowledge.Write("b.md", "# Beta\n\nThe beta process runs weekly.");
        var gone = knowledge.Write("c.md", "# Gamma\n\nThe gamma process runs monthly.");
        await knowledge.IngestAsync();
        knowledge.Write("b.md", "# Beta\n\nThe beta process runs hourly since the migration.");
        File.Delete(gone);
        var report = await knowledge.IngestAsync();
        Assert.Equal((0, 1, 1, 1), (report.Added, report.Changed, report.Unchanged, report.Removed));
        Assert.Contains("hourly", (await knowledge.SearchAsync("beta process"))[0].Text);
        Assert.DoesNotContain(await knowledge.SearchAsync("gamma process monthly"), passage => passage.Uri == "c.md");
    }

    [Fact]
    public async Task A_line_of_a_corpus_is_a_document_and_only_changed_lines_are_indexed_again()
    {
        await using var knowledge = await KnowledgeDriver.StartAsync();
        knowledge.Write(
            "corpus.jsonl",
            """
            {"id": "x#1", "title": "Cats", "text": "Cats sleep sixteen hours a day."}
            {"id": "x#2", "title": "Dogs", "text": "Dogs bark at strangers.", "category": "pets"}
            """
        );
        Assert.Equal(2, (await knowledge.IngestAsync()).Added);
        Assert.Equal("x#1", (await knowledge.SearchAsync("How long do cats sleep?"))[0].Uri);
        Assert.Equal("pets", (await knowledge.SearchAsync("why do dogs bark"))[0].Category);
        knowledge.Write(
            "corpus.jsonl",
            """
            {"id": "x#1", "title": "Cats", "text": "Cats sleep sixteen hours a day."}
            {"id": "x#2", "title": "Dogs", "text": "Dogs bark at postmen and strangers.", "category": "pets"}
            """
        );
        var report = await knowledge.IngestAsync();
        Assert.Equal((0, 1, 1, 0), (report.Added, report.Changed, report.Unchanged, report.Removed));
    }
}
