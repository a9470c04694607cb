namespace ChatBot.Language;

/// <summary>Forms of an answer that a question asks for, beyond what <see cref="QuestionReading.Wanted"/> says.</summary>
/// <param name="List">"Which formats are there?": several things of one kind.</param>
public sealed record QuestionKinds(bool List)
{
    /// <summary>Words after which, what that the plural may stand behind.</summary>
    private const int Reach = 3;

    private static readonly WordList Asking = WordList.Load("asking");
    private static readonly WordList BeforeFocus = Asking["before the focus"],
        Lists = Asking["list"];

    public static QuestionKinds Of(QuestionReading question)
    {
        var words = question.Terms;
        var focus = words.SkipWhile(term => !BeforeFocus.Contains(term.Word)).Skip(1).TakeWhile(term => term.Weight > 0).Take(Reach);
        return new(focus.Any(term => IsPlural(term.Word)) || words.Any(term => Lists.Contains(term.Word)));
    }

    private static bool IsPlural(string word) => word is [_, _, .., not ('s' or 'u' or 'i'), 's'];
}
