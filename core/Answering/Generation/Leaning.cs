using ChatBot.Language;

namespace ChatBot.Answering.Generation;

/// <summary>Sentences whose first word speaks of what was said before them: it, this, instead.</summary>
internal static class Leaning
{
    private static readonly WordList Pronouns = WordList.Load("pointers")["pronouns"],
        Connectives = WordList.Load("connectives");

    public static bool Begins(string sentence) => Terms.Of(sentence) is [var first, ..] && IsWord(first.Word);

    public static bool IsWord(string first) => Pronouns.Contains(first) || Connectives.Contains(first);
}
