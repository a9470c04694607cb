using System.Text;
using Microsoft.VisualStudio.TestPlatform.ObjectModel;

namespace ChatBot.TestLogger;

/// <summary>The results of one test project so far, in words.</summary>
public sealed class TestTally
{
    private readonly Dictionary<string, int> _leftOut = [];
    private string _project = "";
    private string _latest = "";
    private int _passed;
    private int _failed;

    /// <summary>One line; null before the first result.</summary>
    public string? Progress =>
        _latest.Length == 0 ? null : $"{_project}: {_passed} passed{(_failed > 0 ? $", {_failed} failed" : "")}{Skipped}; last {_latest}";

    /// <summary>Each reason for which tests were left out, with how many; null where none was.</summary>
    public string? LeftOut =>
        _leftOut.Count == 0
            ? null
            : string.Join(
                Environment.NewLine,
                _leftOut
                    .OrderByDescending(reason => reason.Value)
                    .Select(reason => $"  {reason.Value, 4} × {reason.Key}")
                    .Prepend($"{_project} left out {_leftOut.Values.Sum()} tests:")
            );

    private string Skipped => _leftOut.Count > 0 ? $", {_leftOut.Values.Sum()} left out" : "";

    /// <returns>What is said of it at once: a failure; else null.</returns>
    public string? Add(TestResult result)
    {
        _project = Path.GetFileNameWithoutExtension(result.TestCase.Source).Replace("ChatBot.", "", StringComparison.Ordinal);
        _latest = ClassOf(result.TestCase.FullyQualifiedName);
        switch (result.Outcome)
        {
            case TestOutcome.Passed:
                _passed++;
                return null;
            case TestOutcome.Failed:
                _failed++;
                return Failure(result);
            default:
                var reason = ReasonOf(result);
                _leftOut[reason] = _leftOut.GetValueOrDefault(reason) + 1;
                return null;
        }
    }

    /// <summary>Without the project's own namespace: <c>Slack.KillTests</c>.</summary>
    private static string ClassOf(string name)
    {
        var parts = name.Split('(')[0].Split('.');
        return string.Join('.', parts.Length > 4 ? parts[3..^1] : parts[..^1]);
    }

    private static string ReasonOf(TestResult result) =>
        new[] { result.ErrorMessage }
            .Concat(result.Messages.Select(message => message.Text))
            .Select(text => text?.Trim())
            .FirstOrDefault(text => !string.IsNullOrEmpty(text))
        ?? "no reason given";

    private static string Failure(TestResult result)
    {
        var text = new StringBuilder($"Failed {result.TestCase.DisplayName} [{result.Duration.TotalSeconds:0.0} s]\n");
        text.Append(result.ErrorMessage).Append('\n').Append(result.ErrorStackTrace);
        foreach (var message in result.Messages)
            text.Append('\n').Append(message.Text?.TrimEnd());
        return text.ToString().TrimEnd().ReplaceLineEndings();
    }
}
