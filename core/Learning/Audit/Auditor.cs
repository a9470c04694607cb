namespace ChatBot.Learning.Audit;

/// <summary>Who did something. Names are not unique and change; two people of one name are told apart by their ids.</summary>
/// <param name="Id">A pseudonym where the platform knows the person, else the sign-in or the key that was used.</param>
/// <param name="Name">As people know them.</param>
public readonly record struct Auditor(string Id, string Name)
{
    /// <summary>Somebody whose name is their id.</summary>
    public static implicit operator Auditor(string name) => new(name, name);
}
