using ChatBot.Answering;

namespace ChatBot.Trainer.Evaluation;

/// <summary>A question that is asked again, of the base and of the base with the adapter.</summary>
/// <param name="Wanted">The approved answer; empty where the right answer is to refuse.</param>
/// <param name="HeldOut">Training never saw it, nor anything that means the same.</param>
internal sealed record ReplayCase(string Question, string Wanted, bool HeldOut);

/// <summary>What it came to.</summary>
/// <param name="ByModel">Whether the model wrote what was shown; else the checks had refused it, and the sources' own sentences stood
/// in.</param>
internal sealed record ReplayedAnswer(ReplayCase Case, Outcome Outcome, string Text, int Words, bool ByModel);
