using ChatBot.Answering.Capping;
using ChatBot.Answering.Generation;
using ChatBot.Knowledge.Chunking;

namespace ChatBot.Answering.Checking;

/// <summary>
/// What is left of one draft: the statements that passed, up to the word limit, said to who watches as soon as each has. One that leans on
/// a sentence that went goes with it, and after one that betrays a model led astray nothing more is taken.
/// </summary>
internal sealed class CheckedPage(StatementCheck check, IAnswerWatcher? watcher, GenerationRequest request)
{
    /// <summary>Sentences that a model is told of, and UTF-16 units of each.</summary>
    private const int MostFaults = 6,
        MostOfOne = 200;

    private readonly DraftText _text = new(),
        _said = new();

    private readonly List<int> _order = [];
    private readonly List<CheckedStatement> _gone = [];
    private CheckedSources? _sources;
    private int _words;
    private bool _lastIsGone,
        _stepIsGone,
        _isFull,
        _isAstray;

    public string Text => _text.Text;

    public List<Statement> Kept { get; } = [];

    /// <summary>Whether anybody has seen something of it.</summary>
    public bool WasSeen { get; private set; }

    /// <summary>Whether more of the draft passed than went.</summary>
    public bool IsEnough => !_isAstray && Kept.Count > _gone.Count;

    public IEnumerable<string> Rules => _gone.Select(gone => gone.Fault?.Rule ?? "leaning").DefaultIfEmpty("empty").Distinct();

    /// <summary>For the model to mend: some of the sentences, what is wrong with each, and nothing of one that was led astray.</summary>
    public IReadOnlyList<string> Faults =>
        [
            .. _gone
                .Where(gone => gone.Fault is not null)
                .Take(MostFaults)
                .Select(gone => gone.Fault!.IsGrave ? $"- {gone.Fault.Rule}" : $"- {Beginning(gone.Statement.Text)}: {gone.Fault}"),
        ];

    /// <returns><see cref="IsEnough"/>, so far.</returns>
    public async Task<bool> AddAsync(IReadOnlyList<Statement> statements, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested(); // a model that was given up on may go on talking
        if (_isFull || _isAstray)
            return IsEnough;
        _sources ??= await check.ReadAsync(request.Passages, request.Prompt!, request.Question, cancel);
        foreach (var found in await check.CheckAsync(statements, _sources, cancel))
            Add(found);
        return IsEnough;
    }

    private void Add(CheckedStatement found)
    {
        if (_isFull || _isAstray)
            return;
        var isStep = char.IsAsciiDigit(found.Statement.Text[0]) && Sentences.IsListItem(found.Statement.Text);
        if (found.Fault is not null || _lastIsGone && Leaning.Begins(found.Statement.Text) || _stepIsGone && isStep)
        {
            _gone.Add(found);
            _lastIsGone = true;
            _stepIsGone |= isStep;
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

    private static string Beginning(string text) => text.Length <= MostOfOne ? text : $"{text[..MostOfOne]}…";
}
