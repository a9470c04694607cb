namespace ChatBot.Answering.Checking;

internal enum TokenKind
{
    Word,

    /// <summary>A number, however it is written.</summary>
    Figure,

    /// <summary>Code, a flag, a path, an environment variable: taken letter by letter.</summary>
    Identifier,

    /// <summary>An address of a page or a person.</summary>
    Link,
}

/// <summary>A word of a statement or of a source as checking sees it.</summary>
/// <param name="Word">Folded.</param>
/// <param name="Stem">What its inflections share; of a figure its value, of an identifier the identifier.</param>
/// <param name="Original">As written, without the marks around it.</param>
/// <param name="Weight">0 to 1: how much it says about the subject.</param>
/// <param name="IsName">Written with a capital that no sentence's start explains.</param>
/// <param name="Clause">Rises at each mark that ends a clause.</param>
/// <param name="InCode">Between back-ticks, or in a block of code.</param>
internal readonly record struct TextToken(
    TokenKind Kind,
    string Word,
    string Stem,
    string Original,
    double Weight,
    bool IsName,
    int Clause,
    bool InCode
)
{
    public bool IsContent => Weight > 0;
}
