namespace ChatBot.Starting;

/// <summary>The program cannot start or go on; the message is fit for people and says what to do.</summary>
public sealed class StartException(string message, Exception? inner = null) : Exception(message, inner);
