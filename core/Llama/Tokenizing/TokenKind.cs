namespace ChatBot.Llama.Tokenizing;

/// <summary>What a token is for, with the numbers that GGUF stores in <c>tokenizer.ggml.token_type</c>.</summary>
public enum TokenKind
{
    /// <summary>Ordinary text.</summary>
    Normal = 1,

    /// <summary>Stands for text that the vocabulary cannot spell.</summary>
    Unknown = 2,

    /// <summary>Steers the model (begin, end, roles). Never made from a person's text.</summary>
    Control = 3,

    /// <summary>Text that is matched whole before everything else, such as a run of spaces.</summary>
    UserDefined = 4,

    /// <summary>Reserved; spells nothing.</summary>
    Unused = 5,

    /// <summary>One raw byte, for characters outside a SentencePiece vocabulary.</summary>
    Byte = 6,
}
