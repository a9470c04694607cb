using System.Diagnostics;
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

    [UnixFact]
    public async Task Pipes_devices_and_names_that_are_no_text_get_a_line_and_are_not_opened()
    {
        await using var knowledge = await KnowledgeDriver.StartAsync();
        knowledge.Write("good.md", "# Alpha\n\nThe alpha process runs nightly.");
        knowledge.Write("sub/inner.md", "# Beta\n\nThe beta process runs weekly.");
        await ShellAsync(
            knowledge,
            "mkfifo pipe.md .gitignore sub/.ignore sub/pipe.docx; ln -s pipe.md link.md; ln -s /dev/zero device.md; "
                + "ln -s /dev/stdin in.txt; ln -s sub/../circle2.md circle1.md; ln -s circle1.md circle2.md; ln -s . loop; "
                + "mkdir folder.md; printf text > $'name-\\xff.md'; "
                + "mkdir $'folder-\\xfe'; printf text > $'folder-\\xfe/a.md'"
        );
        var report = await knowledge.IngestWordsAsync().WaitAsync(TimeSpan.FromSeconds(60));
        Assert.Equal(2, report.Added);
        Assert.Equal(
            [
                "circle1.md: is a link that leads in a circle",
                "circle2.md: is a link that leads in a circle",
                "device.md: is a link out of the folder",
                "folder-\uFFFD: has a name that is not UTF-8: rename it",
                "in.txt: is a link out of the folder",
                "link.md: is empty, or no ordinary file",
                "name-\uFFFD.md: has a name that is not UTF-8: rename it",
                "pipe.docx: is empty, or no ordinary file",
                "pipe.md: is empty, or no ordinary file",
            ],
            report.Skipped.Select(skipped => $"{Path.GetFileName(skipped.Path)}: {skipped.Reason}").Order(StringComparer.Ordinal)
        );
        // They take no part in what leaves the index: what is gone still goes.
        File.Delete(Path.Combine(knowledge.Documents, "good.md"));
        Assert.Equal(1, (await knowledge.IngestWordsAsync()).Removed);
        await ShellAsync(knowledge, "rm -r folder-* name-*"); // this runtime cannot delete by such names either
    }

    private static async Task ShellAsync(KnowledgeDriver knowledge, string commands)
    {
        using var shell = Process.Start(new ProcessStartInfo("bash", ["-c", commands]) { WorkingDirectory = knowledge.Documents })!;
        await shell.WaitForExitAsync();
        Assert.Equal(0, shell.ExitCode);
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

    /// <summary>Windows keeps neither pipes nor bytes that are no text in a folder.</summary>
    [AttributeUsage(AttributeTargets.Method)]
    private sealed class UnixFactAttribute : FactAttribute
    {
        public UnixFactAttribute()
        {
            if (OperatingSystem.IsWindows())
                Skip = "Makes pipes and names that Windows does not know.";
        }
    }
}
