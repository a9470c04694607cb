using ChatBot.Starting;
using Microsoft.Extensions.Configuration;

namespace ChatBot.Bot.Tests.Hosting;

public sealed class StartFailureTests
{
    [Fact]
    public void A_broken_settings_file_is_named_with_its_fault()
    {
        var file = Path.GetTempFileName();
        File.WriteAllText(file, "{ \"Answer\": { \"MaxWords\": 60, }");
        var failure = Assert.ThrowsAny<Exception>(() => new ConfigurationBuilder().AddJsonFile(file).Build());
        File.Delete(file);

        var line = StartFailure.Explain(failure);

        Assert.StartsWith("appsettings.json in ", line);
        Assert.Contains("is not valid JSON", line);
        Assert.DoesNotContain('\n', line);
    }

    [Fact]
    public void What_nobody_expected_still_is_one_line() =>
        Assert.Equal("first second (ArgumentNullException)", StartFailure.Explain(new ArgumentNullException(null, "first\nsecond")));
}
