namespace ChatBot.Starting;

/// <summary>The command line was used wrongly: exit code 2.</summary>
public sealed class UsageException(string message) : Exception(message);
