using ChatBot.TestKit;
using ChatBot.TestLogger;
using Microsoft.VisualStudio.TestPlatform.ObjectModel;

namespace ChatBot.Core.Tests;

/// <summary>What a newcomer reads while and after the tests run.</summary>
public sealed class TestTallyTests
{
    private readonly TestTally _tally = new();

    [Fact]
    public void What_was_left_out_is_said_once_for_each_reason_with_what_switches_it_on()
    {
        var reason = KnownCounterparts.Missing("CHATBOT_TEST_POSTGRES");
        for (var i = 0; i < 3; i++)
            _tally.Add(Result($"Storage.MigratorTests.Test{i}", TestOutcome.Skipped, reason));
        _tally.Add(Result("Web.ChatTests.Test", TestOutcome.Skipped, KnownCounterparts.Missing("CHATBOT_TEST_CHROMIUM")));

        var lines = _tally.LeftOut!.Split(Environment.NewLine);

        Assert.Equal("Core.Tests left out 4 tests:", lines[0]);
        Assert.Equal(3, lines.Length);
        Assert.Contains("3 × CHATBOT_TEST_POSTGRES is not set", lines[1]);
        Assert.Contains(".ci/postgres start", lines[1]);
        Assert.Contains("1 × CHATBOT_TEST_CHROMIUM is not set: install Chromium", lines[2]);
    }

    [Fact]
    public void Progress_counts_and_names_the_class_and_only_failures_are_told_at_once()
    {
        Assert.Null(_tally.Progress);
        Assert.Null(_tally.Add(Result("Storage.MigratorTests.One", TestOutcome.Passed)));
        var said = _tally.Add(Result("Slack.KillTests.Two", TestOutcome.Failed, "it broke"));

        Assert.StartsWith("Failed ChatBot.Core.Tests.Slack.KillTests.Two", said, StringComparison.Ordinal);
        Assert.Contains("it broke", said);
        Assert.Equal("Core.Tests: 1 passed, 1 failed; last Slack.KillTests", _tally.Progress);
        Assert.Null(_tally.LeftOut);
    }

    [Fact]
    public void A_program_is_found_on_the_path_under_any_of_its_names()
    {
        var folder = Directory.CreateTempSubdirectory("chatbot-path-test-").FullName;
        var program = Path.Combine(folder, OperatingSystem.IsWindows() ? "chrome.exe" : "chrome");
        File.WriteAllText(program, "");
        var path = string.Join(Path.PathSeparator, "/nowhere", folder);

        Assert.Equal(program, Programs.Find(["chromium", "chrome"], path));
        Assert.Equal(program, Programs.Find(["chromium", program], "/nowhere"));
        Assert.Null(Programs.Find(["chromium"], path));
        Directory.Delete(folder, recursive: true);
    }

    private static TestResult Result(string name, TestOutcome outcome, string? message = null) =>
        new(new TestCase($"ChatBot.Core.Tests.{name}", new Uri("executor://xunit"), "/somewhere/ChatBot.Core.Tests.dll"))
        {
            Outcome = outcome,
            ErrorMessage = message,
        };
}
