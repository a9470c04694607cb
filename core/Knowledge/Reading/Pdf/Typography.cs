namespace ChatBot.Knowledge.Reading.Pdf;

/// <summary>How a document sets its text: the size most of it has, and how far its lines stand apart.</summary>
internal sealed class Typography
{
    private const double UsualPitch = 1.22;

    private readonly Dictionary<int, (long Letters, long Bold)> _bySize = [];
    private readonly Dictionary<int, SortedDictionary<int, int>> _pitches = [];
    private long _letters,
        _fixedWidth;
    private TextLine? _last;

    /// <summary>In points.</summary>
    public double Body => _bySize.Count == 0 ? 10 : _bySize.MaxBy(size => size.Value.Letters).Key / 2.0;

    public bool BodyIsBold =>
        _bySize.Count > 0 && _bySize.MaxBy(size => size.Value.Letters).Value is var body && body.Bold * 2 > body.Letters;

    /// <summary>Letters of one width are nothing special here.</summary>
    public bool BodyIsFixedWidth => _fixedWidth * 2 > _letters;

    /// <summary>Takes the lines of a page as they are read.</summary>
    public void Add(IEnumerable<Element> page)
    {
        _last = null;
        foreach (var element in page)
        {
            if (element is not TextLine line)
                continue;
            var (letters, bold) = _bySize.GetValueOrDefault(Key(line.Size));
            _bySize[Key(line.Size)] = (letters + line.Text.Length, bold + (line.Bold ? line.Text.Length : 0));
            _letters += line.Text.Length;
            _fixedWidth += line.FixedWidth ? line.Text.Length : 0;
            // Only lines that one sentence runs over tell how far lines of a paragraph stand apart.
            if (
                _last is { } last
                && Key(last.Size) == Key(line.Size)
                && last.Baseline > line.Baseline
                && Prose.GoesOn(last.Text, line.Text)
            )
            {
                if (!_pitches.TryGetValue(Key(line.Size), out var pitches))
                    _pitches[Key(line.Size)] = pitches = [];
                var pitch = (int)Math.Round((last.Baseline - line.Baseline) / line.Size * 50);
                pitches[pitch] = pitches.GetValueOrDefault(pitch) + 1;
            }
            _last = line;
        }
    }

    /// <summary>Points between the baselines of a paragraph's lines.</summary>
    public double Pitch(double size)
    {
        if (!_pitches.TryGetValue(Key(size), out var pitches))
            return UsualPitch * size;
        var half = (pitches.Values.Sum() + 1) / 2;
        foreach (var (pitch, count) in pitches)
            if ((half -= count) <= 0)
                return Math.Clamp(pitch / 50.0, 0.9, 3) * size;
        return UsualPitch * size;
    }

    /// <summary>Sizes are told apart by half points.</summary>
    public static int Key(double size) => (int)Math.Round(size * 2);
}
