using ChatBot.Answering.Capping;
using ChatBot.Answering.Generation;

namespace ChatBot.Answering.Checking;

/// <summary>
/// What is left of one draft: the statements that passed, up to the word limit, said to who watches as soon as each has. One that leans on
/// a sentence that went goes with it, and after one that betrays a model led astray nothing more is taken.
/// </summary>
internal sealed class CheckedPage(StatementCheck check, IAnswerWatcher? watcher, GenerationRequest request)
{
    private readonly DraftText _text = new(),
        _said = new();

    private readonly List<int> _order = [];
    private readonly List<CheckedStatement> _gone = [];
    private int _words;
    private bool _lastIsGone,
        _isFull,
        _isAstray;

    public string Text => _text.Text;

    public List<Statement> Kept { get; } = [];

    /// <summary>Whether anybody has seen something of it.</summary>
    public bool WasSeen { get; private set; }

    /// <summary>Whether more of the draft passed than went.</summary>
    public bool IsEnough => !_isAstray && Kept.Count > _gone.Count;

    public IEnumerable<string> Rules => _gone.Select(gone => gone.Fault?.Rule ?? "leaning").DefaultIfEmpty("empty").Distinct();

    /// <summary>For the model to mend.</summary>
    public IReadOnlyList<string> Faults =>
        [.. _gone.Where(gone => gone.Fault is not null).Select(gone => $"“{gone.Statement.Text}”: {gone.Fault}")];

    /// <returns><see cref="IsEnough"/>, so far.</returns>
    public async Task<bool> AddAsync(IReadOnlyList<Statement> statements, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested(); // a model that was given up on may go on talking
        foreach (var found in await check.CheckAsync(statements, request.Passages, request.Prompt!, request.Question, cancel))
            Add(found);
        return IsEnough;
    }

    private void Add(CheckedStatement found)
    {
        if (_isFull || _isAstray)
            return;
        if (found.Fault is not null || _lastIsGone && Leaning.Begins(found.Statement.Text))
        {
            _gone.Add(found);
            _lastIsGone = true;
            _isAstray = found.Fault is { IsGrave: true };
            return;
        }
        var words = Words.Count(found.Statement.Text);
        _isFull = Kept.Count > 0 && _words + words > request.MaxWords;
        if (_isFull)
            return;
        _lastIsGone = false;
        _words += words;
        Kept.Add(found.Statement);
        _text.Add(found.Statement);
        Say(found.Statement);
    }

    /// <summary>With the numbers that its sources will have: in order of appearance.</summary>
    private void Say(Statement statement)
    {
        if (watcher is null || _words > request.MaxWords)
            return;
        WasSeen = true;
        _order.AddRange(statement.Sources.Except(_order));
        watcher.Says(_said.Add(statement with { Sources = [.. statement.Sources.Select(source => _order.IndexOf(source) + 1)] }));
    }
}
