namespace ChatBot.Llama.Templates;

/// <summary>Who speaks.</summary>
public enum ChatSpeaker
{
    /// <summary>The instructions.</summary>
    System,

    /// <summary>The person.</summary>
    User,

    /// <summary>The model.</summary>
    Assistant,
}

/// <summary>One message of a conversation, as plain text.</summary>
public sealed record ChatTurn(ChatSpeaker Speaker, string Text);
