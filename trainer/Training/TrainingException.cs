namespace ChatBot.Trainer.Training;

/// <summary>A training that cannot begin or go on; the message is one line that says what to do.</summary>
public sealed class TrainingException(string message, Exception? inner = null) : Exception(message, inner);
