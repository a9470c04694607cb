using LLama;

namespace ChatBot.Models.Llama;

/// <summary>An answer's tokens as text that can be shown: whole characters, nothing of a stop text, no white space in front.</summary>
internal sealed class AnswerText(StreamingTokenDecoder characters, StopTexts stops)
{
    private bool _begun;

    public string Next(int token)
    {
        characters.Add(token);
        return WithoutLead(stops.Next(characters.Read()));
    }

    public string Finish() => WithoutLead(stops.Finish());

    /// <summary>Models begin with the space that belongs in front of a word; nobody wants to read it.</summary>
    private string WithoutLead(string text)
    {
        if (!_begun)
            text = text.TrimStart();
        _begun |= text.Length > 0;
        return text;
    }
}
