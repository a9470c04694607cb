using Microsoft.VisualStudio.TestPlatform.ObjectModel;
using Microsoft.VisualStudio.TestPlatform.ObjectModel.Client;

namespace ChatBot.TestLogger;

/// <summary>
/// What <c>dotnet test</c> says: now and then how far it is, every failure, and at the end what was left out, once for each reason, with
/// what switches it on. Directory.Build.props asks for it; a logger that the command line names takes its place.
/// </summary>
[FriendlyName(Name)]
[ExtensionUri("logger://chatbot/progress")]
public sealed class ProgressLogger : ITestLogger
{
    public const string Name = "progress";

    private static readonly TimeSpan Every = TimeSpan.FromSeconds(15);

    private readonly Lock _lock = new();
    private readonly TestTally _tally = new();
    private Timer? _timer;

    /// <inheritdoc />
    public void Initialize(TestLoggerEvents events, string testRunDirectory)
    {
        events.TestResult += (_, result) => Heard(result.Result);
        events.TestRunMessage += (_, message) =>
        {
            if (message.Level == Microsoft.VisualStudio.TestPlatform.ObjectModel.Logging.TestMessageLevel.Error)
                Say(message.Message);
        };
        events.TestRunComplete += (_, _) => Completed();
        _timer = new Timer(_ => Say(Locked(() => _tally.Progress)), null, Every, Every);
    }

    private void Heard(TestResult result) => Say(Locked(() => _tally.Add(result)));

    private void Completed()
    {
        _timer?.Dispose();
        Say(Locked(() => _tally.LeftOut));
    }

    private string? Locked(Func<string?> read)
    {
        lock (_lock)
            return read();
    }

    private static void Say(string? text)
    {
        if (!string.IsNullOrEmpty(text))
            Console.Out.WriteLine(text);
    }
}
