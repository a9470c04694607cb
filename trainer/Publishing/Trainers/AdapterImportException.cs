namespace ChatBot.Trainer.Publishing.Trainers;

/// <summary>An adapter that cannot be taken; the message is one line that says why.</summary>
public sealed class AdapterImportException(string message, Exception? inner = null) : Exception(message, inner);
