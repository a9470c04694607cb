using System.Text.Json;
using ChatBot.Privacy;
using ChatBot.TestKit;
using Xunit.Abstractions;

namespace ChatBot.Core.Tests.Privacy;

/// <summary>
/// Recall by kind and harm on 1,500 texts with marked personal data that others made (skipped where they are not at hand).
/// </summary>
public sealed class MeasuredOnSharedCases(ITestOutputHelper output)
{
    private static readonly Dictionary<string, string> Kinds = new()
    {
        ["EMAIL_ADDRESS"] = PersonalData.Email,
        ["CREDIT_CARD"] = PersonalData.Card,
        ["IBAN_CODE"] = PersonalData.Iban,
        ["US_SSN"] = PersonalData.Ssn,
        ["IP_ADDRESS"] = PersonalData.Ip,
        ["PHONE_NUMBER"] = PersonalData.Phone,
        ["US_DRIVER_LICENSE"] = PersonalData.Id,
        ["PERSON"] = PersonalData.Name,
        ["STREET_ADDRESS"] = PersonalData.Address,
    };

    private static readonly string[] Certain =
    [
        PersonalData.Email,
        PersonalData.Card,
        PersonalData.Iban,
        PersonalData.Ssn,
        PersonalData.Ip,
        PersonalData.Phone,
    ];

    private readonly Redactor _redactor = new();

    private sealed record Case(string Text, IReadOnlyList<(string Kind, int Start, int End)> Marked);

    [SharedFact("pii/cases.jsonl")]
    public void Nearly_all_marked_contact_and_payment_data_is_found()
    {
        var (marked, found) = (new Dictionary<string, int>(), new Dictionary<string, int>());
        foreach (var sample in Read())
        {
            var covered = Covered(sample);
            foreach (var (type, start, end) in sample.Marked)
            {
                if (!Kinds.TryGetValue(type, out var kind))
                    continue;
                marked[kind] = marked.GetValueOrDefault(kind) + 1;
                if (covered[start..end].All(c => c == kind))
                    found[kind] = found.GetValueOrDefault(kind) + 1;
            }
        }
        foreach (var (kind, count) in marked)
            output.WriteLine($"{kind, -8} recall {(double)found.GetValueOrDefault(kind) / count:F3} of {count}");
        Assert.All(Certain, kind => Assert.InRange((double)found[kind] / marked[kind], 0.95, 1.0));
    }

    [SharedFact("pii/cases.jsonl")]
    public void Harmless_text_is_left_alone()
    {
        var (harmless, harmed, clean, changed, spans, astray) = (0, 0, 0, 0, 0, 0);
        foreach (var sample in Read())
        {
            var redaction = _redactor.Redact(sample.Text);
            var marked = new bool[sample.Text.Length];
            foreach (var (_, start, end) in sample.Marked)
                Array.Fill(marked, true, start, end - start);
            var covered = Covered(sample);
            harmless += marked.Count(m => !m);
            harmed += Enumerable.Range(0, marked.Length).Count(i => covered[i] is not null && !marked[i]);
            spans += redaction.Spans.Count;
            astray += redaction.Spans.Count(span => !marked[span.Start..span.End].Contains(true));
            if (sample.Marked.Count > 0)
                continue;
            clean++;
            if (redaction.Text != sample.Text)
                changed++;
        }
        output.WriteLine(
            $"harmless characters redacted: {harmed} of {harmless}; texts without marks changed: {changed} of {clean}; spans "
                + $"beside every mark: {astray} of {spans}"
        );
        Assert.Equal(0, changed);
        Assert.InRange((double)harmed / harmless, 0, 0.005);
        Assert.InRange((double)astray / spans, 0, 0.02);
    }

    private string?[] Covered(Case sample)
    {
        var covered = new string?[sample.Text.Length];
        foreach (var span in _redactor.Redact(sample.Text).Spans)
            Array.Fill(covered, span.Kind, span.Start, span.End - span.Start);
        return covered;
    }

    private static IEnumerable<Case> Read()
    {
        foreach (var line in File.ReadLines(SharedData.PathOf("pii/cases.jsonl")))
        {
            using var json = JsonDocument.Parse(line);
            var root = json.RootElement;
            yield return new Case(
                root.GetProperty("text").GetString()!,
                [
                    .. root.GetProperty("spans")
                        .EnumerateArray()
                        .Select(span =>
                            (
                                span.GetProperty("entity_type").GetString()!,
                                span.GetProperty("start_position").GetInt32(),
                                span.GetProperty("end_position").GetInt32()
                            )
                        ),
                ]
            );
        }
    }
}
