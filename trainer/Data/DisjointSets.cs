namespace ChatBot.Trainer.Data;

/// <summary>Sets of numbers from 0 that can only grow together (union by the smaller number, with path halving).</summary>
internal sealed class DisjointSets(int count)
{
    private readonly int[] _above = [.. Enumerable.Range(0, count)];

    /// <summary>The smallest number of a number's set.</summary>
    public int Of(int number)
    {
        while (_above[number] != number)
            number = _above[number] = _above[_above[number]];
        return number;
    }

    public void Join(int a, int b)
    {
        (a, b) = (Of(a), Of(b));
        _above[Math.Max(a, b)] = Math.Min(a, b);
    }
}
