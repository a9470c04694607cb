using ChatBot.Llama.Sampling;
using ChatBot.Llama.Tokenizing;

namespace ChatBot.Llama.Chat;

/// <summary>An answer's tokens as text that can be shown: whole characters, nothing of a stop text, no white space in front.</summary>
internal sealed class AnswerText(TokenStream characters, StopTexts stops)
{
    private bool _begun;

    public string Next(int token) => WithoutLead(stops.Next(characters.Next(token)));

    public string Finish() => WithoutLead(stops.Next(characters.Finish()) + stops.Finish());

    /// <summary>Models begin with the space that belongs in front of a word; nobody wants to read it.</summary>
    private string WithoutLead(string text)
    {
        if (!_begun)
            text = text.TrimStart();
        _begun |= text.Length > 0;
        return text;
    }
}
