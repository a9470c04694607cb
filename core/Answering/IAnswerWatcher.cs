namespace ChatBot.Answering;

/// <summary>
/// Hears how an answer comes about, so that the person who waits for it sees something happen. Called on whichever thread answers; must not
/// block and not throw.
/// </summary>
public interface IAnswerWatcher
{
    /// <summary>
    /// A stage begins: its name as in the receipt (<c>guarding</c>, <c>retrieval</c>, <c>generation</c>, …); one can come twice.
    /// </summary>
    void Begins(string stage);

    /// <summary>
    /// A sentence passed every check: Markdown as it will stand in the answer, with its [n] labels and the white space in front of it, so
    /// that all of them joined are the answer's beginning. The finished answer counts where it differs.
    /// </summary>
    void Says(string sentence);
}
