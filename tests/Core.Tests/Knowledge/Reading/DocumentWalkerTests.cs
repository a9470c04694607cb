using ChatBot.Knowledge.Reading;
using ChatBot.TestKit.Knowledge;
using Microsoft.Extensions.DependencyInjection;

namespace ChatBot.Core.Tests.Knowledge.Reading;

public sealed class DocumentWalkerTests
{
    [Fact]
    public async Task Ignore_files_nest_and_take_back()
    {
        await using var knowledge = await KnowledgeDriver.StartAsync();
        knowledge.Write(".gitignore", "*.log.txt\n/build/\ndrafts/*\n!drafts/keep.md\n# comment\ntemp?/\n**/private/**\n");
        knowledge.Write("docs/.ignore", "secret.md\n!special.log.txt\n");
        foreach (
            var file in (string[])
                [
                    "a.md",
                    "x.log.txt",
                    "build/out.md",
                    "docs/build/in.md",
                    "drafts/one.md",
                    "drafts/keep.md",
                    "temp1/t.md",
                    "docs/secret.md",
                    "docs/special.log.txt",
                    "secret.md",
                    "docs/private/deep/p.md",
                ]
        )
            knowledge.Write(file, "Some text.");
        Assert.Equal(["a.md", "docs/build/in.md", "docs/special.log.txt", "drafts/keep.md", "secret.md"], Uris(Walk(knowledge)));
    }

    [Fact]
    public async Task Generated_and_hidden_folders_are_left_out()
    {
        await using var knowledge = await KnowledgeDriver.StartAsync();
        foreach (
            var file in (string[])
                [
                    ".git/config.md",
                    "node_modules/x/readme.md",
                    "venv/lib/a.md",
                    "my-env/pyvenv.cfg",
                    "my-env/a.md",
                    "app/app.csproj",
                    "app/bin/notes.md",
                    "app/obj/notes.md",
                    "bin/run.md",
                ]
        )
            knowledge.Write(file, "Some text.");
        Assert.Equal(["bin/run.md"], Uris(Walk(knowledge)));
    }

    [Fact]
    public async Task Links_lead_neither_in_circles_nor_out_of_the_folder()
    {
        await using var knowledge = await KnowledgeDriver.StartAsync();
        knowledge.Write("a/one.md", "One.");
        File.WriteAllText(Path.Combine(knowledge.Folder, "outside.md"), "Secret.");
        Directory.CreateSymbolicLink(Path.Combine(knowledge.Documents, "a", "loop"), knowledge.Documents);
        File.CreateSymbolicLink(Path.Combine(knowledge.Documents, "out.md"), Path.Combine(knowledge.Folder, "outside.md"));
        File.CreateSymbolicLink(Path.Combine(knowledge.Documents, "same.md"), Path.Combine(knowledge.Documents, "a", "one.md"));
        File.CreateSymbolicLink(Path.Combine(knowledge.Documents, "circle.md"), Path.Combine(knowledge.Documents, "circle.md"));
        var walk = Walk(knowledge);
        Assert.Equal(["a/one.md", "same.md"], Uris(walk));
        Assert.Contains(walk.Skipped, skipped => skipped.Path.EndsWith("out.md") && skipped.Reason == "is a link out of the folder");
        Assert.Contains(walk.Skipped, skipped => skipped.Path.EndsWith("circle.md"));
    }

    [Fact]
    public async Task Unknown_kinds_get_a_line_a_kind_and_an_empty_folder_one()
    {
        await using var knowledge = await KnowledgeDriver.StartAsync();
        Assert.Equal("the folder holds no files to read", Assert.Single(Walk(knowledge).Skipped).Reason);
        knowledge.Write("a.xyz", "?");
        knowledge.Write("b.xyz", "?");
        knowledge.Write("c.png", "?");
        Assert.Equal(
            ["files of kind .png are not read", "files of kind .xyz are not read (2 of them)"],
            Walk(knowledge).Skipped.Select(skipped => skipped.Reason)
        );
    }

    [Fact]
    public async Task A_huge_file_gets_a_line_and_is_not_opened()
    {
        await using var knowledge = await KnowledgeDriver.StartAsync();
        using (var huge = new FileStream(Path.Combine(knowledge.Documents, "huge.txt"), FileMode.CreateNew))
            huge.SetLength(1L << 30); // sparse
        var walk = Walk(knowledge);
        Assert.Empty(walk.Files);
        Assert.Contains("is 1024 MB large, over the limit of 32 MB", Assert.Single(walk.Skipped).Reason);
    }

    private static Walk Walk(KnowledgeDriver knowledge) =>
        knowledge.Services.GetRequiredService<DocumentWalker>().List(knowledge.Documents, 32 << 20);

    private static IEnumerable<string> Uris(Walk walk) => walk.Files.Select(file => file.Uri).Order(StringComparer.Ordinal);
}
