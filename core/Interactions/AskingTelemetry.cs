using System.Diagnostics;
using System.Diagnostics.Metrics;
using ChatBot.Answering;

namespace ChatBot.Interactions;

/// <summary>
/// What operations sees of questions: one activity each, a counter by outcome, latency by stage. Any OpenTelemetry exporter picks
/// them up by the name <see cref="Name"/>. Never a word of what was asked or answered.
/// </summary>
public sealed class AskingTelemetry : IDisposable
{
    public const string Name = "ChatBot";

    private readonly ActivitySource _source = new(Name);
    private readonly Meter _meter = new(Name);
    private readonly Counter<long> _questions;
    private readonly Histogram<double> _latency;

    public AskingTelemetry()
    {
        _questions = _meter.CreateCounter<long>("chatbot.questions", "{question}", "Questions by outcome and channel.");
        _latency = _meter.CreateHistogram<double>("chatbot.stage.duration", "ms", "Time by stage; stage \"total\" is the whole answer.");
    }

    public Activity? Start(Question question) =>
        _source.StartActivity("ask")?.SetTag("chatbot.channel", question.Channel).SetTag("chatbot.workspace", question.Workspace);

    public void Answered(Activity? activity, Question question, Answer answer)
    {
        var outcome = OutcomeNames.Of(answer.Outcome);
        _questions.Add(1, new("outcome", outcome), new("channel", question.Channel));
        foreach (var (stage, milliseconds) in answer.Receipt.LatencyMs)
            _latency.Record(milliseconds, new KeyValuePair<string, object?>("stage", stage));
        activity
            ?.SetTag("chatbot.outcome", outcome)
            .SetTag("chatbot.stage", answer.Receipt.Stage)
            .SetTag("chatbot.rule", answer.Receipt.Rule)
            .SetTag("chatbot.interaction", answer.InteractionId);
        if (answer.Outcome == Outcome.Failed)
            activity?.SetStatus(ActivityStatusCode.Error);
    }

    public void Dispose()
    {
        _source.Dispose();
        _meter.Dispose();
    }
}
