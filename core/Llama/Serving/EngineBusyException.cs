namespace ChatBot.Llama.Serving;

/// <summary>The queue is full: the request was not taken, and may be tried again later.</summary>
public sealed class EngineBusyException(int queueLength)
    : Exception($"The model is busy: {queueLength} requests are waiting already. Try again in a moment.");
