using System.Net.Http.Json;
using System.Text;
using ChatBot.TestKit.Hosting;
using ChatBot.TestKit.Storage;

namespace ChatBot.Bot.Tests.Hosting;

/// <summary>Who else on the machine can read what the bot writes: nobody, whatever the umask.</summary>
public sealed class PrivateFilesTests
{
    private const UnixFileMode Others =
        UnixFileMode.GroupRead
        | UnixFileMode.GroupWrite
        | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead
        | UnixFileMode.OtherWrite
        | UnixFileMode.OtherExecute;

    [Fact]
    public async Task Nobody_else_reads_the_data_folder_or_a_file_in_it()
    {
        if (OperatingSystem.IsWindows())
            return;
        var folder = Path.Combine(Directory.CreateTempSubdirectory("chatbot-modes-").FullName, "data");
        await using (var bot = await BotApp.StartAsync(folder: folder))
        {
            await bot.AskAsync("How do I create a branch?");
            using var admin = bot.AdminHttp();
            using var export = await admin.PostAsJsonAsync("/api/admin/training/export", new { format = "jsonl" });
            Assert.True(export.IsSuccessStatusCode);
            AssertPrivate(folder);
        }
        TestStorage.Delete(folder);
    }

    [Fact]
    public async Task A_folder_that_others_could_read_is_closed_to_them_at_the_start()
    {
        if (OperatingSystem.IsWindows())
            return;
        var folder = Directory.CreateTempSubdirectory("chatbot-modes-").FullName;
        await using (var first = await BotApp.StartAsync(folder: folder))
            await first.AskAsync("How do I create a branch?");
        File.SetUnixFileMode(folder, (UnixFileMode)0b111_101_101);
        foreach (var file in Directory.EnumerateFiles(folder))
            File.SetUnixFileMode(file, (UnixFileMode)0b110_100_100);

        await using (var again = await BotApp.StartAsync(folder: folder))
            AssertPrivate(folder);
        TestStorage.Delete(folder);
    }

    [Fact]
    public async Task What_was_being_exported_when_the_program_was_killed_is_gone_at_the_next_start()
    {
        var folder = Directory.CreateTempSubdirectory("chatbot-modes-").FullName;
        Directory.CreateDirectory(Path.Combine(folder, "exports"));
        await File.WriteAllTextAsync(Path.Combine(folder, "exports", "half"), "what somebody asked");

        await using (var bot = await BotApp.StartAsync(folder: folder))
            Assert.False(File.Exists(Path.Combine(folder, "exports", "half")));
        TestStorage.Delete(folder);
    }

    private static void AssertPrivate(string folder)
    {
        var open = new StringBuilder();
        foreach (var entry in Directory.EnumerateFileSystemEntries(folder, "*", SearchOption.AllDirectories).Prepend(folder))
            if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(entry) & Others) is var mode && mode != 0)
                open.AppendLine($"{Path.GetRelativePath(folder, entry)}: {mode}");
        Assert.Equal("", open.ToString());
    }
}
