namespace ChatBot.Llama.Tokenizing;

/// <summary>Turns plain text, from which special tokens were already taken, into ids.</summary>
internal interface ITextEncoder
{
    /// <summary>Appends the ids of <paramref name="text"/>.</summary>
    /// <param name="text">Not empty.</param>
    /// <param name="afterControl">True at the beginning and right behind a special token.</param>
    /// <param name="ids">Receives the ids.</param>
    void Encode(string text, bool afterControl, List<int> ids);
}
