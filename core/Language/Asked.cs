namespace ChatBot.Language;

/// <summary>What a question asks for. A question can ask for several: "how many days" is an amount and a duration.</summary>
[Flags]
public enum Asked
{
    None = 0,
    Date = 1,
    Place = 2,
    Person = 4,
    Amount = 8,
    Duration = 16,
    Frequency = 32,
    Reason = 64,
    Steps = 128,

    /// <summary>What, which: something in particular that the words after it say.</summary>
    Thing = 256,
    Definition = 512,
    YesOrNo = 1024,

    /// <summary>What is answered by a number.</summary>
    Figure = Amount | Duration | Frequency,

    /// <summary>Those that exclude each other: who asks when does not ask where.</summary>
    Decisive = Date | Place | Person | Figure | Reason,
}

public enum Tense
{
    None,
    Past,
    Future,
}
