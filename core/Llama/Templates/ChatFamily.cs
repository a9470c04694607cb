namespace ChatBot.Llama.Templates;

/// <summary>How the models of one family want a conversation written. Everything here is markup; the messages stand between.</summary>
/// <param name="Name">llama.cpp's name of the template where it has one.</param>
/// <param name="System">Around the instructions.</param>
/// <param name="User">Around a person's message.</param>
/// <param name="Assistant">Around an answer of the model.</param>
/// <param name="Opening">What makes the model begin its answer.</param>
internal sealed record ChatFamily(string Name, Markup System, Markup User, Markup Assistant, string Opening)
{
    /// <summary>Stands once at the very beginning.</summary>
    public string Head { get; init; } = "";

    /// <summary>Opens a turn of instructions and question together, at the beginning and after each answer.</summary>
    public string TurnOpening { get; init; } = "";

    /// <summary>As <see cref="TurnOpening"/>, after an answer, where it differs.</summary>
    public string? LaterTurnOpening { get; init; }

    /// <summary>The instructions have no place of their own and stand in front of the next message of a person.</summary>
    public bool InstructionsInQuestion { get; init; }

    /// <summary>White space around messages is dropped.</summary>
    public bool Trims { get; init; }

    /// <summary>White space around answers is dropped, questions are kept as they are.</summary>
    public bool TrimsAnswers { get; init; }

    /// <summary>All markup but <see cref="Opening"/>, whose markers are the answer's own, to find the markers in it.</summary>
    public IEnumerable<string> AllMarkup =>
        [
            System.Before,
            System.After,
            User.Before,
            User.After,
            Assistant.Before,
            Assistant.After,
            Head,
            TurnOpening,
            LaterTurnOpening ?? "",
        ];
}

/// <summary>What stands before and after a message.</summary>
internal readonly record struct Markup(string Before, string After);
