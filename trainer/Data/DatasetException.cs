namespace ChatBot.Trainer.Data;

/// <summary>A data set that cannot be made or used; the message is one line that says what to do.</summary>
public sealed class DatasetException(string message, Exception? inner = null) : Exception(message, inner);
