namespace ChatBot.Trainer.Jobs;

/// <summary>A job cannot be done; the message is one line that says what to do.</summary>
public sealed class JobException(string message, Exception? inner = null) : Exception(message, inner);
