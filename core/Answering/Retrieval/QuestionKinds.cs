using ChatBot.Language;

namespace ChatBot.Answering.Retrieval;

/// <summary>Forms of an answer that a question asks for, beyond what <see cref="QuestionReading.Wanted"/> says.</summary>
/// <param name="List">"Which formats are there?": several things of one kind.</param>
/// <param name="Comparison">"What is the difference between …?", "A or B": two sides.</param>
internal sealed record QuestionKinds(bool List, bool Comparison)
{
    /// <summary>Words after which, what that the plural may stand behind.</summary>
    private const int Reach = 3;

    public static QuestionKinds Of(QuestionReading question)
    {
        var words = question.Terms;
        var which = words.Index().FirstOrDefault(pair => pair.Item.Word is "which" or "what", (-1, default)).Index;
        var list =
            which >= 0
                && words
                    .Skip(which + 1)
                    .TakeWhile(term => term.Weight > 0)
                    .Take(Reach)
                    .Any(term => term.Word is [.., not 's' and not 'u' and not 'i', 's'])
            || words.Any(term => term.Word is "list" or "types" or "kinds" or "options");
        var comparison = words.Any(term =>
            term.Word is "difference" or "differ" or "different" or "versus" or "vs" or "compare" or "compared"
        );
        return new(list, comparison);
    }
}
