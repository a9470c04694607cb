using System.Text.Json;
using System.Text.Json.Serialization;

namespace ChatBot.Trainer.Training.Metrics;

/// <summary>Every step's numbers, as <c>metrics.jsonl</c> (a <see cref="CurvePoint"/> a line) and as TensorBoard's event files.</summary>
internal sealed class MetricsLog : IDisposable
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    private readonly StreamWriter _lines;
    private readonly EventFile _events;
    private readonly List<CurvePoint> _curve;

    /// <param name="step">The step at which the training goes on: what was logged behind it will be logged again, and goes.</param>
    public MetricsLog(string folder, int step, TimeProvider time)
    {
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, "metrics.jsonl");
        _curve = File.Exists(path) ? [.. File.ReadLines(path).Select(Read).OfType<CurvePoint>().Where(point => point.Step <= step)] : [];
        var temporary = path + ".partial";
        File.WriteAllLines(temporary, _curve.Select(point => JsonSerializer.Serialize(point, Json)));
        File.Move(temporary, path, overwrite: true);
        _lines = new StreamWriter(path, append: true) { AutoFlush = true };
        _events = new EventFile(folder, step, time);
    }

    public IReadOnlyList<CurvePoint> Curve => _curve;

    public void Add(CurvePoint point)
    {
        _curve.Add(point);
        _lines.WriteLine(JsonSerializer.Serialize(point, Json));
        _events.Add(
            point.Step,
            ("loss/train", point.Loss),
            ("loss/validation", point.ValidationLoss),
            ("pairs/margin", point.Margin),
            ("pairs/accuracy", point.Accuracy),
            ("step/learning_rate", point.LearningRate),
            ("step/gradient_norm", point.GradientNorm),
            ("step/tokens_per_second", point.TokensPerSecond)
        );
    }

    public void Dispose()
    {
        _lines.Dispose();
        _events.Dispose();
    }

    /// <summary>Null where a line was cut off.</summary>
    private static CurvePoint? Read(string line)
    {
        try
        {
            return JsonSerializer.Deserialize<CurvePoint>(line, Json);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
