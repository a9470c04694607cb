using ChatBot.Language;

namespace ChatBot.Core.Tests.Language;

public sealed class ForeignLanguageTests
{
    [Theory]
    [InlineData("Wie mache ich den letzten Commit rückgängig?", "german")]
    [InlineData("¿Cómo deshago el último commit?", "spanish")]
    [InlineData("Comment annuler le dernier commit ?", "french")]
    [InlineData("Come posso annullare il mio ultimo commit?", "italian")]
    [InlineData("Como posso desfazer o meu último commit?", "portuguese")]
    [InlineData("Hoe kan ik mijn laatste commit ongedaan maken?", "dutch")]
    [InlineData("Jak mogę cofnąć ostatni commit, gdy nie jest wypchnięty?", "polish")]
    [InlineData("Jak mohu vrátit poslední commit, pokud není odeslaný?", "czech")]
    [InlineData("Hur kan jag ångra min senaste commit som jag har pushat?", "swedish")]
    [InlineData("Miten voin perua viimeisen commitin ja mistä näen sen?", "finnish")]
    [InlineData("Hogyan lehet visszavonni az utolsó commitot?", "hungarian")]
    [InlineData("Son commit nasıl geri alınır ve bu neden olur?", "turkish")]
    [InlineData("Bagaimana cara membatalkan commit yang terakhir?", "indonesian")]
    [InlineData("Как отменить последний коммит?", "russian")]
    [InlineData("Як скасувати останній коміт?", "ukrainian")]
    [InlineData("Πώς αναιρώ το τελευταίο commit;", "greek")]
    [InlineData("كيف ألغي آخر commit؟", "arabic")]
    [InlineData("पिछला commit कैसे हटाएँ?", "hindi")]
    [InlineData("마지막 커밋을 어떻게 취소하나요?", "korean")]
    [InlineData("最後のコミットを取り消すには？", "japanese")]
    [InlineData("如何撤销上一次提交？", "chinese")]
    public void A_question_is_told_in_its_language(string question, string language)
    {
        var found = ForeignLanguage.Of(question);

        Assert.Equal(language, found?.Name);
        Assert.True(found!.NothingFound.Length > 20);
    }

    [Theory]
    [InlineData("How do I undo the last commit?")]
    [InlineData("git push rejected")]
    [InlineData("deadlock detected")]
    [InlineData("Which columns should I index in the die and der tables?")]
    [InlineData("42")]
    public void English_and_what_may_be_any_language_is_told_nothing(string question) => Assert.Null(ForeignLanguage.Of(question));
}
