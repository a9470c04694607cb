namespace ChatBot.Language;

public enum WordKind
{
    /// <summary>Shapes the question: either of two questions that mean the same may have it.</summary>
    Frame,

    /// <summary>Says what the question is about.</summary>
    Content,

    /// <summary>What is to be done.</summary>
    Action,

    /// <summary>Number, version or code, in digits whatever way it is written.</summary>
    Number,

    /// <summary>Day or month.</summary>
    Date,

    /// <summary>Identifier, file name, environment: taken letter by letter.</summary>
    Name,
}

/// <summary>A word of a question as comparing sees it.</summary>
/// <param name="Word">Folded; a phrase that is read as one word has <c>_</c> between its parts.</param>
/// <param name="Stem">What its inflections share; of a number its digits, of a date <c>date:</c> and three letters.</param>
/// <param name="Weight">0 to 1: how much of the meaning hangs on it.</param>
/// <param name="Role">The preposition that governs it, with <c>not-</c> before it where negated; empty for subject and object.</param>
/// <param name="Classes">Numbers of the classes of words that mean the same.</param>
public readonly record struct QuestionWord(string Word, string Stem, WordKind Kind, double Weight, string Role, int[] Classes)
{
    /// <summary>Whether both of two questions must have the same: numbers, dates, names.</summary>
    public bool IsExact => Kind is WordKind.Number or WordKind.Date or WordKind.Name;
}
