namespace ChatBot.Answering.Evaluation;

/// <summary>What an answer came to beside the facts that were expected of it.</summary>
/// <param name="Refused">The outcome was <c>no_answer</c> or <c>blocked</c>; then no fact is held.</param>
/// <param name="Held">For each group of facts, whether one of its wordings is in the answer.</param>
/// <param name="Forbidden">What the answer says although it must not.</param>
/// <param name="RightPage">It cites one of the expected documents.</param>
public sealed record FactVerdict(bool Refused, IReadOnlyList<bool> Held, IReadOnlyList<string> Forbidden, bool RightPage)
{
    /// <summary>Not refused, every group held, nothing that must not be said.</summary>
    public bool Helpful => !Refused && Held.All(held => held) && Forbidden.Count == 0;

    /// <summary>0 to 1: the share of the groups that are held, whatever else the answer says.</summary>
    public double Partial => Held.Count(held => held) / (double)Math.Max(1, Held.Count);
}
