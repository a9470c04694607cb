namespace ChatBot.Models;

/// <summary>How a model does, from a chat client's <c>GetService</c>; a client without one is well once it is open.</summary>
public interface IModelHealth
{
    /// <summary>What is wrong with it now, address and reason; null while it answers.</summary>
    string? Trouble { get; }
}
