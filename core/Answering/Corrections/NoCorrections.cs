using ChatBot.Language;

namespace ChatBot.Answering.Corrections;

/// <summary>Matches nothing: the matcher where no review writes corrections.</summary>
public sealed class NoCorrections : ICorrectionMatcher
{
    public Task<CorrectionMatch?> MatchAsync(string workspace, QuestionReading standalone, CancellationToken cancel = default) =>
        Task.FromResult<CorrectionMatch?>(null);
}
