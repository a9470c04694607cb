using ChatBot.Answering;
using ChatBot.Answering.Capping;
using Microsoft.Extensions.Options;

namespace ChatBot.Interactions;

/// <summary>How far the documents are read that a program reads when it starts.</summary>
public interface IReadingProgress
{
    /// <summary>Files read and files in all; null once the run at start has ended, or where there is none.</summary>
    (int Files, int Total)? Reading { get; }
}

/// <summary>
/// No answer while documents are still coming in may be one in a minute: whoever asks, through whatever door, is told so.
/// </summary>
public sealed class StillReading(IOptions<AnswerOptions> options, IReadingProgress? progress = null)
{
    public Answer Say(Answer answer)
    {
        if (answer.Outcome != Outcome.NoAnswer || progress?.Reading is not var (files, total))
            return answer;
        var text = Capper.Cap(
            $"I am still reading the documents ({files} of {total} files), so please ask again in a moment. {answer.Text}",
            options.Value.MaxWords
        );
        return answer with { Text = text, Words = Words.Count(text) };
    }
}
