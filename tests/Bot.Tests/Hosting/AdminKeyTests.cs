using ChatBot.Bot.Access.Keys;
using ChatBot.Settings;
using Microsoft.Extensions.Options;

namespace ChatBot.Bot.Tests.Hosting;

public sealed class AdminKeyTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("chatbot-key-").FullName;

    [Fact]
    public void The_first_start_makes_a_key_that_only_the_owner_reads()
    {
        var key = Key();

        Assert.Equal(Path.Combine(_folder, "admin-key"), key.File);
        var text = File.ReadAllText(key.File!).Trim();
        Assert.Equal(48, text.Length);
        Assert.True(key.Matches(text));
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(key.File!));
    }

    [Fact]
    public void Later_starts_keep_the_key()
    {
        var text = File.ReadAllText(Key().File!).Trim();

        Assert.True(Key().Matches(text));
    }

    [Fact]
    public void Starts_at_the_same_moment_agree_on_one_key()
    {
        var keys = Enumerable.Range(0, 16).AsParallel().WithDegreeOfParallelism(16).Select(_ => Key()).ToList();

        var text = File.ReadAllText(Path.Combine(_folder, "admin-key")).Trim();
        Assert.All(keys, key => Assert.True(key.Matches(text)));
        Assert.Single(Directory.GetFiles(_folder));
    }

    [Fact]
    public void A_configured_key_counts_and_no_file_is_made()
    {
        var key = Key("from the vault");

        Assert.Null(key.File);
        Assert.True(key.Matches("from the vault"));
        Assert.False(key.Matches(""));
        Assert.Empty(Directory.GetFiles(_folder));
    }

    [Fact]
    public void An_emptied_key_file_is_an_error_and_not_an_open_door()
    {
        File.WriteAllText(Path.Combine(_folder, "admin-key"), "\n");

        Assert.Throws<IOException>(() => Key());
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private AdminKey Key(string configured = "") =>
        new(Options.Create(new AdminOptions { ApiKey = configured }), Options.Create(new DataOptions { Directory = _folder }));
}
