using System.Text;
using ChatBot.Privacy;
using ChatBot.Settings;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ChatBot.Core.Tests.Privacy;

public sealed class PseudonymTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("pseudonyms-").FullName;

    private DataOptions Data => new() { Directory = Path.Combine(_folder, "data") };

    private string KeyFile => Path.Combine(_folder, "data", PseudonymKey.FileName);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void The_same_person_is_always_the_same_pseudonym()
    {
        var (first, second) = (new Pseudonyms(new byte[32]), new Pseudonyms(new byte[32]));
        Assert.Equal(first.Of("T1", "web", "anna"), second.Of("T1", "web", "anna"));
        Assert.Matches("^u_[a-z2-7]{26}$", first.Of("T1", "web", "anna"));
        Assert.DoesNotContain("anna", first.Of("T1", "web", "anna"));
    }

    [Fact]
    public void The_hash_is_HMAC_SHA256_over_the_length_prefixed_parts()
    {
        // Reference: python3 -c "hmac.new(b'\0'*32, b'\0\0\0\x02T1\0\0\0\x03web\0\0\0\x04anna', 'sha256')", 16 bytes, base32 in lower case.
        Assert.Equal("u_6e73ohbmavdlimjeyaiohsb5wa", new Pseudonyms(new byte[32]).Of("T1", "web", "anna"));
    }

    [Fact]
    public void Workspace_channel_person_and_key_each_make_another_pseudonym()
    {
        var (mine, other) = (new Pseudonyms(new byte[32]), new Pseudonyms(Encoding.ASCII.GetBytes(new string('x', 32))));
        string[] all =
        [
            mine.Of("T1", "web", "anna"),
            mine.Of("T2", "web", "anna"),
            mine.Of("T1", "cli", "anna"),
            mine.Of("T1", "web", "bob"),
            mine.Of("T1w", "eb", "anna"),
            other.Of("T1", "web", "anna"),
        ];
        Assert.Equal(all.Length, all.Distinct().Count());
    }

    [Fact]
    public void The_first_start_makes_a_key_that_only_its_owner_reads()
    {
        var key = PseudonymKey.Read(new PrivacyOptions(), Data);
        Assert.Equal(64, key.Length);
        Assert.Equal(key, PseudonymKey.Read(new PrivacyOptions(), Data));
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(KeyFile));
        Assert.Equal([KeyFile], Directory.GetFiles(Path.GetDirectoryName(KeyFile)!));
    }

    [Fact]
    public void Programs_that_start_at_once_agree_on_one_key()
    {
        var keys = new string[16];
        Parallel.For(
            0,
            keys.Length,
            new ParallelOptions { MaxDegreeOfParallelism = keys.Length },
            i => keys[i] = Encoding.ASCII.GetString(PseudonymKey.Read(new PrivacyOptions(), Data))
        );
        Assert.Single(keys.Distinct());
    }

    [Fact]
    public void A_key_file_without_a_key_is_refused_and_kept()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(KeyFile)!);
        File.WriteAllText(KeyFile, "short");
        var refusal = Assert.Throws<InvalidDataException>(() => PseudonymKey.Read(new PrivacyOptions(), Data));
        Assert.Contains(KeyFile, refusal.Message);
        Assert.Equal("short", File.ReadAllText(KeyFile));
    }

    [Fact]
    public void A_key_from_the_settings_needs_no_file()
    {
        using var services = Services(new string('k', 40));
        Assert.Equal(
            new Pseudonyms(Encoding.ASCII.GetBytes(new string('k', 40))).Of("T1", "web", "anna"),
            services.GetRequiredService<Pseudonyms>().Of("T1", "web", "anna")
        );
        Assert.False(File.Exists(KeyFile));
    }

    [Theory]
    [InlineData("too short")]
    [InlineData("long enough but with blanks in between them")]
    public void A_weak_key_is_refused_without_being_repeated(string key)
    {
        using var services = Services(key);
        var refusal = Assert.Throws<OptionsValidationException>(services.GetRequiredService<Pseudonyms>);
        Assert.Contains("Privacy:PseudonymKey", refusal.Message);
        Assert.DoesNotContain(key, refusal.Message);
    }

    private ServiceProvider Services(string key)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection([new("Privacy:PseudonymKey", key), new("Data:Directory", Data.Directory)])
            .Build();
        return new ServiceCollection()
            .AddSettings<DataOptions>(configuration, DataOptions.Section)
            .AddPrivacy(configuration)
            .BuildServiceProvider();
    }
}
